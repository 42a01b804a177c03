// What the panel needs of the page around it.
// 1. JupyterLab's cell shortcuts (a, b, x, d d) act on whatever has the focus, also on a button of ours: pressing d
//    twice there deletes the cell. The attribute below stops that, and only on the focused element itself. Shortcuts
//    with Ctrl, Alt or Cmd (save, say) keep working: for those it is taken away before JupyterLab looks. A click on
//    blank space focuses the panel itself, so that the notebook behind it does not get what is typed next.
// 2. Every widget is greeted: the kernel's answer puts them all on one thread there (see focus_guard.py).
// 3. A button that is switched off by its own click would drop the focus to nowhere: it waits on the next button that
//    works, and comes back when the first one works again.
// 4. Radio buttons say what they choose between.
// 5. ipywidgets sends what is typed in portions, the next one when the kernel has taken the last, but Enter and clicks
//    at once: they would overtake. So they wait until the kernel has given them their turn, which comes after that.
function keepOnOneThread(model, el) {
  const greet = () => Promise.all(model.get("inputs").map(async id =>
    (await model.widget_manager.get_model(id)).send({ kind: "hello" }, {})));
  greet();
  // again when the page has surely made its second way to the kernel: what is sent before goes the first way
  const later = [500, 2000].map(ms => setTimeout(greet, ms));
  later.push(setTimeout(() => { el.dataset.ready = "true"; }, 2500));
  model.on("change:inputs", greet);
  return () => {
    later.forEach(clearTimeout);
    model.off("change:inputs", greet);
  };
}

function takeTurns(model, el) {
  const waiting = new Map();
  let number = 0, isPassing = false;
  const answered = message => {
    if (message?.kind !== "turn") return;
    waiting.get(message.number)?.();
    waiting.delete(message.number);
  };
  const hold = event => {
    if (isPassing || !(event.target instanceof HTMLElement) || !el.closest(".moe-panel")?.contains(event.target)) return;
    const isEnter = event.type === "keypress" && event.key === "Enter" && event.target.matches("input[type=text]");
    const asking = event.type === "click" && event.target.closest(".widget-button.mod-primary");
    if (!isEnter && !asking) return;
    event.stopImmediatePropagation();
    const { target } = event;
    const again = isEnter
      ? () => target.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", keyCode: 13, which: 13, bubbles: true }))
      : () => asking.click();
    waiting.set(++number, () => {
      isPassing = true;
      try { again(); } finally { isPassing = false; }
    });
    model.send({ kind: "turn", number });
  };
  model.on("msg:custom", answered);
  window.addEventListener("click", hold, true);
  window.addEventListener("keypress", hold, true);
  return () => {
    model.off("msg:custom", answered);
    window.removeEventListener("click", hold, true);
    window.removeEventListener("keypress", hold, true);
  };
}

function nameSwitches(panel) {
  for (const choice of panel.querySelectorAll(".widget-radio:not([role])")) {
    choice.setAttribute("role", "radiogroup");
    choice.setAttribute("aria-label", choice.querySelector(".widget-label")?.textContent ?? "");
  }
}

function render({ model, el }) {
  el.style.display = "none";
  const stopGreeting = keepOnOneThread(model, el);
  const stopTurns = takeTurns(model, el);
  const panel = () => el.closest(".moe-panel") ?? el.parentElement;
  const host = () => el.closest(".jp-OutputArea-output, .lm-Widget.jp-OutputArea") ?? panel();
  let last = null, waiting = null;

  const changed = records => {
    nameSwitches(panel());
    for (const { target, type } of records) {
      if (type !== "attributes") continue;
      const isNowhere = [document.body, target, panel()].includes(document.activeElement);
      if (target.disabled && target === last && isNowhere) {
        waiting = target;
        ([...target.parentElement.querySelectorAll("button:enabled")][0] ?? panel()).focus({ preventScroll: true });
      } else if (!target.disabled && target === waiting) {
        const isStill = isNowhere || target.parentElement.contains(document.activeElement);
        if (isStill) target.focus({ preventScroll: true });
        waiting = null;
      }
    }
  };
  const watcher = new MutationObserver(changed);
  const begin = requestAnimationFrame(function look() {
    const found = el.closest(".moe-panel");
    if (!found) return void requestAnimationFrame(look); // not on the page yet
    found.tabIndex = -1;
    nameSwitches(found);
    watcher.observe(found, { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"] });
  });

  const guard = event => {
    if (!(event.target instanceof HTMLElement) || !host()?.contains(event.target)) return;
    if (event.type === "focusin" && event.target.tagName === "BUTTON") last = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey) delete event.target.dataset.lmSuppressShortcuts;
    else event.target.dataset.lmSuppressShortcuts = "true";
  };
  document.addEventListener("focusin", guard);
  window.addEventListener("keydown", guard, true); // before JupyterLab, which listens on the document
  return () => {
    stopGreeting();
    stopTurns();
    cancelAnimationFrame(begin);
    watcher.disconnect();
    document.removeEventListener("focusin", guard);
    window.removeEventListener("keydown", guard, true);
  };
}
export default { render };
