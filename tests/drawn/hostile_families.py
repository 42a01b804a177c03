"""Hundreds of texts that try to be more than text, family by family; `CORPUS` is all of them, each once."""

from __future__ import annotations

from itertools import chain, product

from hostile_markup import (
    ADDRESSES,
    BREAKOUTS,
    ELEMENTS,
    FOREIGN,
    MARKDOWN,
    MATHS,
    PLACE,
    STYLES,
    TEMPLATES,
)
from hostile_texts import HOSTILE

TERMINALS = tuple(
    f"{head}{rest}"
    for head, rest in product(
        ("\x1b[", "\x9b"),
        ("31m red", "2J", "H", "1A", "2K", "8m hidden", "?1049h", "?25l", "6n", "5i", "1;1f", "9999;9999H"),
    )
) + tuple(
    f"{head}{rest}{end}"
    for head, end, rest in product(
        ("\x1b]", "\x9d"),
        ("\x07", "\x1b\\", "\x9c"),
        (
            "0;title", "8;;https://evil.example", "52;c;ZXZpbA==", "4;0;red", "50;#1", "1337;File=inline=1:AA==",
            "777;notify;a;b",
        ),
    )
) + (
    "\x1bP+q544e\x1b\\", "\x1b_Gf=24;AA\x1b\\", "\x1b^private\x1b\\", "\x1bc", "\x1b#8", "\x1b(0lqk", "\x0e\x0f",
    "\x05", "\x07\x07", "a\x08b", "a\rb", "a\r\nb", "\x0b\x0c", "\x7f", "\x84\x85\x8d", "\x1b",
    "\x1b]8;;file:///etc/passwd\x1b\\here\x1b]8;;\x1b\\", "\x1b[200~rm -rf x\n\x1b[201~", "\n$ rm -rf x",
    "line one\nline two", "\x1b[1;31mError:\x1b[0m all is lost", "\x1b[38;5;1m\x1b[48;2;1;1;1m", "\x1b[5m\x1b[7m",
    "\x1b[3J",
)  # fmt: skip
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u2060\u2061\u2064\u3164\ufe0f\ufeff\uffa0\ufff9\ufffb"
DIRECTIONS = (
    *(f"a{sign}b{sign}c" for sign in TURNING), *(f"u{sign}42" for sign in UNSEEN),
    "\u202e\u2066// if admin\u2069 \u2066", "abc\u202egnp.exe", "שלום <b>עולם</b>", "مرحبا=1", "\U000e0041\U000e0042",
    "\U000e0001x", "a\u0301" * 40, "Z" + "\u0363\u0334\u035d" * 60, "\u0489" * 50, "👩\u200d👩\u200d👧\u200d👦",
    "🏴\U000e0067\U000e0062\U000e007f", "ﷺ" * 20, "𒐫" * 20, "\u2028", "\u2029", "\u0085", "\u2424", "\ufffe", "\uffff",
    "\U0010ffff", "\ud83d", "\udc00", "\ud83dx\ude00", "\x00", "a\x00<b>", "\x00=1+1",
)  # fmt: skip
FORMULAS = (
    *(
        f"{head}{body}"
        for head, body in product(
            (*"=+-@＝＋－＠", "\t=", "\r=", "\n=", " =", "\u00a0=", "\ufeff=", "\u200b=", "\0="),
            ("1+1", "cmd|'/C calc'!A0", f'HYPERLINK("{PLACE}","x")'),
        )
    ),
    f'=IMPORTXML("{PLACE}","//a")', f'=WEBSERVICE("{PLACE}")', f'=IMAGE("{PLACE}.png")',
    '=DDE("cmd";"/C calc";"x")', '=2+5+cmd|" /C calc"!A0', "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0", '","=1+1', '"\n"=1+1', "x\n=1+1", "x\r=1+1", 'x";=1+1', "x\t=1+1", "'=1+1", "''=1+1",
    '"=1+1"', "_x003D_1+1", "_x202E_evil", "_x000D_=1", "_x005F_x003D_", "#REF!", "#N/A", "#NAME?", "#DIV/0!",
    "{=1+1}", "=1+1\x00", "R1C1", "1e5", "0x10", "007", "1/2", "TRUE", "NaN", "None", "nan", "inf", "-inf", "-", "+",
    "=", "@", "%0A=1+1", "\\t=1", "sep=;", "ID", "[1]Sheet!A1", "file:///c:/x.xlsx#A1",
)  # fmt: skip
SHELLS = (
    "$(id)", "`id`", "${IFS}id", "$'\\x41'", '"$(id)"', "'; id; '", "'\\''; id; '\\''", '"; id; "', "\n id\n",
    "\r id", "&& id", "|| id", "| id", "& id", "; id #", "> /var/x", "< /etc/passwd", "<(id)", ">(id)", "{a,b}",
    "a*?[!x]", "~root", "!!", "!id", "^a^b", "\\", "\\\\", "\\\n", "'", "''", "'''", '"', '""', '"""', "`", "$", "$$",
    "$!", "$0", "$MOE_API_KEY", "${MOE_API_KEY}", "%MOE_API_KEY%", "$env:MOE_API_KEY", "^& calc", "# comment",
    "-o /var/x", "--output=/var/x", "-K/etc/passwd", "@/etc/passwd", "@-", "--data @/etc/passwd", "a b", "a\tb",
    "EOF\nid\nEOF", "\x03", "\x04", "\x1a", "\x1b[A\n", "--", "-", "-rf", "$((1+1))", "=(id)", "%n", "$'\\n'id",
    "\u2019; id; \u2019", "＄(id)",
)  # fmt: skip
PYTHONS = (
    "'+__import__('os').system('id')+'", '"+__import__("os").system("id")+"', '"""+exit()+"""', "'''+exit()+'''",
    "\\'+exit()+\\'", "\\", "\\\\'", "{exit()}", "{{exit()}}", "f'{exit()}'", "%s", "\\N{BULLET}",
    "\\x27+exit()+\\x27", "\\u0027+exit()", "\\U00000027", "\\777", "\n exit()", "\r exit()", "\x0c exit()",
    "\u2028exit()", "# type: ignore", "# -*- coding: utf-7 -*-", "+AG4-", "\ud800+exit()", "\x00exit()", "a' b",
    'a" b', "a'\"b", "\t", " ", "None", "True", "1_000", "__class__", "lambda: 0", "exit()", "import os; os.abort()",
)  # fmt: skip
PATHS = (
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\Windows\\x", "\\\\evil.example\\share",
    "~/.ssh/id_rsa", "$HOME/x", "%APPDATA%\\x", "....//....//x", "..%2f..%2fx", "%2e%2e%2fx", "..\x00/x",
    "x.moe\x00.html", "a/b", "a\\b", "a:b", "a|b", "a?b", "a*b", "a<b>c", 'a"b', ".", "..", "...", ".hidden", " x ",
    "x.", "CON", "nul.txt", "aux", "COM1", "LPT1.moe", "x::$DATA", "-rf", "--help", "a\nb", "é" * 130, "x" * 300,
    "x/" * 200, "file:///etc/passwd", "\u2215etc\u2215passwd", "．．／x",
)  # fmt: skip
LONG = (
    "a" * 70_000,
    "<b>" * 25_000,
    "<" * 70_000,
    "&" * 40_000,
    "\u202e" * 30_000,
    "=1+" * 20_000,
    "'\"" * 20_000,
    "\n" * 5_000,
    "[" * 30_000,
    '{"a":' * 20_000,
    "a\u0301" * 20_000,
)

FAMILIES = {
    "known": HOSTILE, "elements": ELEMENTS, "breakouts": BREAKOUTS, "styles": STYLES, "addresses": ADDRESSES,
    "foreign": FOREIGN, "templates": TEMPLATES, "markdown": MARKDOWN, "maths": MATHS, "terminals": TERMINALS,
    "directions": DIRECTIONS, "formulas": FORMULAS, "shells": SHELLS, "pythons": PYTHONS, "paths": PATHS,
    "long": LONG,
}  # fmt: skip
"""Name of a family to its texts."""
CORPUS = tuple(dict.fromkeys(chain.from_iterable(FAMILIES.values())))
"""Every text once."""
SAMPLE = tuple(text for texts in FAMILIES.values() for text in texts[:: max(1, len(texts) // 8)])
"""A few of every family, for what takes long."""
