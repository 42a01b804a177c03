// A password box whose value never becomes widget state: it travels to the kernel once, as a message.
function render({ model, el }) {
  const id = "moe-key-" + Math.random().toString(36).slice(2);
  const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: model.get("label") });
  const input = Object.assign(document.createElement("input"), { type: "password", id, autocomplete: "off", spellcheck: false });
  const note = Object.assign(document.createElement("span"), { id: id + "-note" });
  input.setAttribute("aria-describedby", note.id);
  note.setAttribute("role", "status");
  const paint = () => {
    note.textContent = model.get("note");
    input.placeholder = model.get("is_set") ? "••••••••" : "";
  };
  const send = () => {
    if (!input.value) return;
    const value = input.value;
    input.value = ""; // cleared before it is sent: nothing else on the page can read it afterwards
    model.send({ kind: "secret", value });
  };
  input.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key === "Enter") send();
  });
  input.addEventListener("change", send);
  input.addEventListener("blur", send);
  model.on("change:note", paint);
  model.on("change:is_set", paint);
  paint();
  el.classList.add("moe-secret");
  el.append(label, input, note);
  return () => {
    model.off("change:note", paint);
    model.off("change:is_set", paint);
  };
}
export default { render };
