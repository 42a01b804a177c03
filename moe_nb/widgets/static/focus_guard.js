// JupyterLab's cell shortcuts (a, b, x, d d) act on whatever has the focus, also on a button of ours: pressing d
// twice there deletes the cell. The attribute below stops that, and only on the focused element itself. Shortcuts with
// Ctrl, Alt or Cmd (save, say) keep working: for those the attribute is taken away before JupyterLab looks.
// Every widget is greeted once: the kernel's answer puts them all on one thread there (see focus_guard.py).
function render({ model, el }) {
  el.style.display = "none";
  const greeted = new Set();
  const greet = () => model.get("inputs").filter(id => !greeted.has(id)).forEach(async id => {
    greeted.add(id);
    (await model.widget_manager.get_model(id)).send({ kind: "hello" }, {});
  });
  greet();
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
    model.off("change:inputs", greet);
    document.removeEventListener("focusin", guard);
    window.removeEventListener("keydown", guard, true);
  };
}
export default { render };
