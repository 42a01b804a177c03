// JupyterLab's cell shortcuts (a, b, x, d d) act on whatever has the focus, also on a button of ours: pressing d
// twice there deletes the cell. The attribute below stops that, and only on the focused element itself. Shortcuts with
// Ctrl, Alt or Cmd (save, say) keep working: for those the attribute is taken away before JupyterLab looks.
// Every widget is greeted: the kernel's answer puts them all on one thread there (see focus_guard.py).
function render({ model, el }) {
  el.style.display = "none";
  const greet = () => Promise.all(model.get("inputs").map(async id =>
    (await model.widget_manager.get_model(id)).send({ kind: "hello" }, {})));
  greet();
  // again when the page has surely made its second way to the kernel: what is sent before goes the first way
  const later = [500, 2000].map(ms => setTimeout(greet, ms));
  later.push(setTimeout(() => { el.dataset.ready = "true"; }, 2500));
  model.on("change:inputs", greet);
  const host = () => el.closest(".jp-OutputArea-output, .lm-Widget.jp-OutputArea") ?? el.parentElement;
  const guard = event => {
    if (!(event.target instanceof HTMLElement) || !host()?.contains(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) delete event.target.dataset.lmSuppressShortcuts;
    else event.target.dataset.lmSuppressShortcuts = "true";
  };
  document.addEventListener("focusin", guard);
  window.addEventListener("keydown", guard, true); // before JupyterLab, which listens on the document
  return () => {
    later.forEach(clearTimeout);
    model.off("change:inputs", greet);
    document.removeEventListener("focusin", guard);
    window.removeEventListener("keydown", guard, true);
  };
}
export default { render };
