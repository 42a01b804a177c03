// A button that brings a file of the kernel's machine to the reader's own. Its content is no state: it comes as a
// message when somebody wants it, so no saved notebook holds it.
function save(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function render({ model, el }) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.className = "jupyter-button moe-code-button";
  button.addEventListener("click", () => {
    said.textContent = "The file is on its way …";
    model.send({ kind: "download" });
  });
  const received = (message, buffers) => {
    if (message?.kind === "file") {
      save(message.name, buffers[0]);
      said.textContent = "Downloaded.";
    } else if (message?.kind === "failed") {
      said.textContent = message.text;
    }
  };
  const draw = () => {
    button.textContent = `Download ${model.get("name")} (${model.get("size")})`; // text, whatever the name holds
    said.textContent = "";
    el.replaceChildren(...(model.get("name") ? [button, " ", said] : []));
  };
  el.classList.add("moe-download");
  model.on("msg:custom", received);
  model.on("change:name", draw);
  model.on("change:size", draw);
  model.on("change:number", draw);
  draw();
  return () => {
    model.off("msg:custom", received);
    model.off("change:name", draw);
    model.off("change:size", draw);
    model.off("change:number", draw);
  };
}
export default { render };
