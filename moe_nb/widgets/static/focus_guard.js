// JupyterLab's cell shortcuts (a, b, x, d d) act on whatever has the focus, also on a button of ours: pressing d
// twice there deletes the cell. The attribute below stops that, and only on the focused element itself.
function render({ el }) {
  el.style.display = "none";
  const host = () => el.closest(".jp-OutputArea-output, .lm-Widget.jp-OutputArea") ?? el.parentElement;
  const guard = event => {
    if (host()?.contains(event.target)) event.target.dataset.lmSuppressShortcuts = "true";
  };
  document.addEventListener("focusin", guard);
  return () => document.removeEventListener("focusin", guard);
}
export default { render };
