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

// Where the cell that shows this very view stands in the notebook; -1 where the page does not say.
function placeOnPage(cells, el) {
  const cell = el.closest(".jp-Cell"), sheet = cell?.closest(".jp-Notebook");
  if (!sheet) return -1; // a view in a tab of its own
  const drawn = [...sheet.querySelectorAll(".jp-Cell")];
  // of a long notebook only what is in sight is drawn; its cells carry their number then
  const at = drawn.length === cells.length ? drawn.indexOf(cell) : Number(cell.dataset.windowedListIndex ?? -1);
  const outputs = at >= 0 && at < cells.length ? (cells.get(at).outputs?.toJSON() ?? []) : [];
  return outputs.some(output => output.data?.["application/vnd.jupyter.widget-view+json"]) ? at : -1;
}

// Puts the code below the panel and returns, in words, where it went.
function insert(model, el, source) {
  const { cells, sharedModel } = notebook(model);
  const put = at => sharedModel.insertCell(at, { cell_type: "code", source, metadata: {}, outputs: [] });
  const here = placeOnPage(cells, el);
  if (here >= 0) return put(here + 1), "Inserted below this cell.";
  const ids = Array.from({ length: cells.length }, (_, at) => cells.get(at).id);
  const made = ids.indexOf(model.get("cell_id"));
  if (made >= 0) return put(made + 1), "Inserted below the cell that made the panel.";
  return put(cells.length), "Inserted at the end of the notebook.";
}

function button(text, about, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.className = "jupyter-button moe-code-button";
  made.setAttribute("aria-label", `${text}: ${about}`);
  made.addEventListener("click", action);
  return made;
}

function piece(model, el, part, isOpen) {
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
      said.textContent = insert(model, el, part.text);
    }));
  bar.append(said);
  fold.append(title, bar, code);
  return fold;
}

function render({ model, el }) {
  el.classList.add("moe-code");
  const draw = () => {
    const parts = model.get("parts").map((part, at) => piece(model, el, part, at === 0));
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
