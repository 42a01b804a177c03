// Code with a button to copy it and, where the page is a notebook, one to insert it below the panel.
// What is shown came from Python as text and is set as text: nothing in it is run or drawn.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { // no clipboard on a page without https, or no leave to use it
    const field = Object.assign(document.createElement("textarea"), { value: text });
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    const before = document.activeElement;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus?.();
    return done;
  }
}

// JupyterLab and Notebook 7 hand the notebook to the widget manager; Voila, VS Code and others do not.
const notebook = model => model.widget_manager?.context?.model;

function insert(model, source) {
  const { cells, sharedModel } = notebook(model);
  const ids = Array.from({ length: cells.length }, (_, at) => cells.get(at).id);
  const at = ids.indexOf(model.get("cell_id"));
  sharedModel.insertCell(at < 0 ? cells.length : at + 1, { cell_type: "code", source, metadata: {}, outputs: [] });
}

function button(text, about, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.className = "jupyter-button moe-code-button";
  made.setAttribute("aria-label", `${text}: ${about}`);
  made.addEventListener("click", action);
  return made;
}

function piece(model, part, isOpen) {
  const fold = Object.assign(document.createElement("details"), { open: isOpen });
  const title = Object.assign(document.createElement("summary"), { textContent: part.title });
  const bar = Object.assign(document.createElement("div"), { className: "moe-code-bar" });
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const code = Object.assign(document.createElement("pre"), { textContent: part.text, tabIndex: 0 });
  code.setAttribute("role", "region");
  code.setAttribute("aria-label", part.title);
  bar.append(button("Copy code", part.title, async () => {
    said.textContent = (await copy(part.text)) ? "Copied." : "The browser does not allow it: select the text and copy it.";
  }));
  if (part.is_python && notebook(model)?.sharedModel?.insertCell)
    bar.append(button("Insert as a cell", part.title, () => {
      insert(model, part.text);
      said.textContent = "Inserted below this cell.";
    }));
  bar.append(said);
  fold.append(title, bar, code);
  return fold;
}

function render({ model, el }) {
  el.classList.add("moe-code");
  const draw = () => {
    const parts = model.get("parts").map((part, at) => piece(model, part, at === 0));
    const note = Object.assign(document.createElement("p"), { textContent: model.get("note") });
    el.replaceChildren(...parts, ...(model.get("note") ? [note] : []));
  };
  model.on("change:parts", draw);
  model.on("change:note", draw);
  draw();
  return () => {
    model.off("change:parts", draw);
    model.off("change:note", draw);
  };
}
export default { render };
