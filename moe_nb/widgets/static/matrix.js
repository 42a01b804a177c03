// The live matrix, part 4 of 4: between the kernel and the page. The kernel sends labels, looks and one byte per cell;
// the page sends positions; cards come as HTML that the kernel has escaped.

/** Write changed cells into the model's own bytes, so that every view of it, and one opened later, has them. */
function patch(model, message, buffers) {
  if (message.kind !== "cells" || message.serial !== model.get("sheet").serial) return false;
  const cells = bytesOf(model.get("codes")), positions = positionsOf(buffers[0]), numbers = bytesOf(buffers[1]);
  positions.forEach((position, at) => { cells[position] = numbers[at]; });
  return true;
}

let wishes = Math.floor(Math.random() * 2 ** 48); // numbers of what pages ask: another tab begins elsewhere
const NARROW = 860; // pixels: below, the reading stands under the grid and not beside it

class MatrixPage {
  constructor(model, el) {
    Object.assign(this, { model, el, order: "swept", words: [], pins: [], request: 0 });
    this.grid = new Grid({
      move: (row, column) => this.say(this.grid.describe(row, column)),
      pick: (rows, columns) => this.pick(rows, columns),
      hover: cell => this.hover(cell),
      letter: event => this.letter(event),
      appear: () => this.appear(),
    });
    this.controls = new Controls({
      arrange: wish => this.send("arrange", wish),
      order: order => { this.order = order; this.layOut(); this.grid.bringIntoSight(); },
      filter: text => {
        this.words = text.toLowerCase().split(/[\s·]+/).filter(Boolean);
        this.layOut();
        this.grid.bringIntoSight();
        this.sayRows();
      },
      gap: step => this.seek(step, number => this.looks[number].gap, "No gap", "Gap"),
      change: step => this.seekChange(step),
    });
    this.legend = new Legend({ highlight: chosen => { this.grid.dimmed = chosen; this.grid.mark(); } });
    this.reading = new Reading({ pin: () => this.pin(), unpin: () => this.unpin(), close: () => this.clear() });
    this.title = make("div", "moe-mx-title");
    this.rowsSaid = make("span", "moe-mx-soft");
    this.sought = make("span", "moe-mx-soft");
    this.status = make("div", "moe-mx-hidden", { role: "status" });
    this.note = make("div", "moe-mx-note", { role: "alert" });
    this.tip = make("div", "moe-mx-tip", { "aria-hidden": "true" });
    const main = make("div", "moe-mx-main");
    main.append(this.grid.el, this.reading.el, this.legend.el);
    this.room = new ResizeObserver(() => this.el.classList.toggle("moe-mx-narrow", this.el.clientWidth < NARROW));
    this.room.observe(this.el);
    this.el.append(this.title, this.controls.el, this.note, main, this.status, this.tip);
    this.el.classList.add("moe-mx");
    this.el.addEventListener("focusin", event => { this.focused = placeOf(this.el, event.target); });
    this.el.addEventListener("focusout", () => queueMicrotask(() => {
      if (this.el.isConnected && !this.el.contains(document.activeElement)) this.focused = -1; // left, not taken away
    }));
  }

  /** Go on where another view of the same matrix was left, which is out of sight now. */
  goOn(before) {
    const { order, words, pins, picked, pickedNumbers, isComparing, request, focused } = before;
    Object.assign(this, { order, words, pins, picked, pickedNumbers, isComparing, request, focused });
    this.controls.filter.input.value = before.controls.filter.input.value;
    this.controls.order.select.value = order;
    this.legend.chosen = new Set(before.legend.chosen);
    const { region, active, anchor, dimmed, scrolled } = before.grid;
    Object.assign(this.grid, { region, active, anchor, dimmed, pins, goal: scrolled });
    this.layOut();
    this.reading.show(before.reading.text.innerHTML, this.pinned(), !before.reading.pin.hidden);
    before.grid.rest();
  }

  /** Catch up when the page shows this view, for the first time or again. */
  appear() {
    if (this.isStale) this.refresh();
    this.isStale = false;
    const isFree = document.activeElement === null || document.activeElement.contains(this.el);
    if (this.focused >= 0 && isFree) stops(this.el)[this.focused]?.focus({ preventScroll: true });
  }

  get sheet() { return this.model.get("sheet"); }
  get looks() { return this.model.get("looks"); }
  get cells() { return bytesOf(this.model.get("codes")); }

  /** Show another arrangement. */
  begin() {
    const { sheet } = this;
    this.el.classList.toggle("moe-mx-empty", !sheet.serial);
    if (!sheet.serial) return;
    const isSame = this.before && ["rows", "columns"].every(side => sameSide(this.before[side], sheet[side]));
    const isSwapped = this.before && sameSide(this.before.rows, sheet.columns) && sameSide(this.before.columns, sheet.rows);
    this.before = sheet;
    this.controls.show(sheet, this.order);
    if (this.controls.order.select.value !== this.order) this.order = this.controls.order.select.value = "swept";
    this.title.replaceChildren(make("b", "", {}, sheet.title), make("span", "moe-mx-soft", {}, sheet.subtitle), this.rowsSaid, this.sought);
    this.legend.chosen.clear();
    this.grid.dimmed = null;
    if (!isSame) {
      this.pins = [];
      this.picked = null;
      const { row, column } = this.grid.active;
      const active = isSwapped ? { row: column, column: row } : { row: 0, column: 0 };
      Object.assign(this.grid, { region: null, active, anchor: null, pins: [] });
      this.reading.show("", [], false);
    }
    this.layOut();
    if (!isSame) this.grid.bringIntoSight();
    if (this.pins.length === 2 && this.isComparing) this.compare();
    else if (this.picked) this.pick(...this.picked);
  }

  /** Put rows and columns in order and show what is left of them. */
  layOut() {
    const { sheet, looks, cells } = this, width = sheet.columns.labels.length;
    const line = row => cells.subarray(row * width, (row + 1) * width);
    const columnOrder = this.order === "group" ? "group" : "swept";
    const rows = orderOf(sheet.rows, this.order, this.words, line);
    const columns = orderOf(sheet.columns, columnOrder, [], null);
    this.grid.show(sheet, looks, cells, rows, columns,
      groupsOf(sheet.rows, rows, this.order), groupsOf(sheet.columns, columns, columnOrder));
    const all = sheet.rows.labels.length;
    this.sought.textContent = "";
    this.rowsSaid.textContent = rows.length < all ? `${rows.length.toLocaleString("en")} of ${all.toLocaleString("en")} rows` : "";
    this.count();
  }

  count() {
    const { cells, looks } = this, width = this.sheet.columns.labels.length, counts = new Array(looks.length).fill(0);
    for (const row of this.grid.rows) {
      for (let at = row * width; at < (row + 1) * width; at++) counts[cells[at]]++;
    }
    this.legend.show(looks, counts, this.sheet.experience < 0, this.sheet.notes);
  }

  /** Take in cells or looks that changed. */
  refresh() {
    if (!this.sheet.serial || this.sheet !== this.before) return;
    const before = this.picked && this.pickedNumbers;
    this.grid.repaint(this.looks, this.cells);
    this.count();
    if (before && before !== this.numbersOf(this.picked)) this.pick(...this.picked);
  }

  numbersOf([rows, columns]) {
    return rows.slice(0, 50).map(row => columns.slice(0, 50).map(column => this.grid.lookAt(row, column)).join()).join(";");
  }

  send(kind, content) {
    this.request = ++wishes; // the answer goes to every view of the matrix: one alone waits for this number
    this.model.send({ kind, serial: this.sheet.serial, lists: this.sheet.lists, number: this.request, ...content });
  }

  pick(rows, columns) {
    this.picked = [rows, columns];
    this.pickedNumbers = this.numbersOf(this.picked);
    this.isComparing = false;
    if (rows.length * columns.length > 1) this.say(`${(rows.length * columns.length).toLocaleString("en")} cells selected`);
    this.send("select", { rows, columns });
  }

  pin() {
    const { row, column } = this.grid.active;
    if (this.pins.some(([r, c]) => r === row && c === column)) return;
    this.pins = [...this.pins, [row, column]].slice(-2);
    this.grid.pins = this.pins;
    this.grid.mark();
    this.say(`Pinned ${this.grid.describe(row, column)}`);
    if (this.pins.length === 2) this.compare();
    else this.reading.mark(this.pinned(), false);
  }

  compare() {
    this.isComparing = true;
    this.send("compare", { cells: this.pins });
  }

  unpin() {
    this.pins = this.grid.pins = [];
    this.grid.mark();
    if (this.isComparing) this.pick([this.grid.active.row], [this.grid.active.column]);
    else this.reading.mark([], this.isOne());
    this.grid.el.focus();
  }

  clear() {
    this.picked = this.grid.region = null;
    this.isComparing = false;
    this.grid.mark();
    this.reading.show("", this.pinned(), false);
    this.send("select", { rows: [], columns: [] });
    this.grid.el.focus();
  }

  pinned() {
    const name = ([row, column]) => `${fullLabel(this.sheet.rows, row)}, ${fullLabel(this.sheet.columns, column)}`;
    return this.pins.map(name);
  }

  isOne() {
    return !!this.picked && this.picked[0].length === 1 && this.picked[1].length === 1;
  }

  /** Show what the kernel says of the selection, unless it answers another one, or another view. */
  read(message) {
    if (message.serial !== this.sheet.serial || message.number !== this.request) return;
    const { row, column } = this.grid.active;
    const isPinned = this.pins.some(([r, c]) => r === row && c === column);
    this.reading.show(message.html, this.pinned(), this.isOne() && !this.isComparing && !isPinned);
    this.el.dataset.read = message.number;
  }

  letter(event) {
    const step = event.shiftKey ? -1 : 1, name = event.key.toLowerCase();
    if (name === "g") this.controls.told.gap(step);
    else if (name === "c") this.controls.told.change(step);
    else if (name === "p") this.pin();
    else if (name === "escape" && (this.picked || this.isComparing)) this.clear();
    else return false;
    return true;
  }

  /** Go to the next cell whose look is wanted, from row to row, and round to the beginning. */
  seek(step, isWanted, none, word) {
    const { rows, columns, active } = this.grid, width = columns.length, all = rows.length * width;
    const start = rows.indexOf(active.row) * width + this.grid.placeOf.get(active.column);
    const numberAt = place => this.grid.lookAt(rows[Math.floor(place / width)], columns[place % width]);
    for (let far = 1; far <= all; far++) {
      const place = (((start + step * far) % all) + all) % all;
      if (!isWanted(numberAt(place))) continue;
      this.grid.go(rows[Math.floor(place / width)], columns[place % width]);
      this.sought.textContent = "";
      this.say(`${word}: ${this.grid.describe(this.grid.active.row, this.grid.active.column)}`);
      this.grid.pick();
      this.grid.el.focus({ preventScroll: true });
      return;
    }
    this.say(`${none} in the rows shown`);
    this.sought.textContent = `${none} in the rows shown`;
  }

  seekChange(step) {
    const { active } = this.grid, here = this.grid.lookAt(active.row, active.column);
    this.seek(step, number => number !== here, "No change", "Change");
  }

  hover(cell) {
    if (!cell) { this.tip.classList.remove("moe-mx-shown"); return; }
    const [head, words] = splitOnce(this.grid.describe(cell.row, cell.column), ": ");
    this.tip.replaceChildren(make("b", "", {}, head), make("span", "", {}, words));
    this.tip.classList.add("moe-mx-shown");
    const box = cell.el.getBoundingClientRect(), around = this.el.getBoundingClientRect();
    const left = Math.min(Math.max(0, box.left - around.left), around.width - this.tip.offsetWidth);
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${box.bottom - around.top + 6}px)`;
  }

  say(text) { this.status.textContent = text; }
  sayRows() { this.say(`${this.grid.rows.length.toLocaleString("en")} row${this.grid.rows.length === 1 ? "" : "s"}`); }
}

function sameSide(one, other) {
  return one.title === other.title && one.labels.length === other.labels.length
    && one.labels.every((label, at) => label === other.labels[at]);
}

/** Return what can have the focus, in order; two views of one matrix have the same. */
function stops(el) {
  return [...el.querySelectorAll("button, select, input, [tabindex]")];
}

function placeOf(el, target) {
  return stops(el).indexOf(target);
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** Hold JupyterLab's shortcuts back (d d deletes a cell), but let those with Ctrl, Alt or Cmd through. */
function holdShortcuts(el) {
  const guard = event => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !el.contains(target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) delete target.dataset.lmSuppressShortcuts;
    else target.dataset.lmSuppressShortcuts = "true";
  };
  el.addEventListener("focusin", guard);
  window.addEventListener("keydown", guard, true); // before JupyterLab, which listens on the document
  return () => window.removeEventListener("keydown", guard, true);
}

function initialize({ model }) {
  const take = (message, buffers) => patch(model, message, buffers); // also while no view is open
  model.on("msg:custom", take);
  return () => model.off("msg:custom", take);
}

const pages = []; // of this matrix; a front end makes a view anew when what it saves of the matrix is replaced

function render({ model, el }) {
  const page = new MatrixPage(model, el), letGo = holdShortcuts(el);
  const before = pages.findLast(one => one.sheet === page.sheet && one.sheet.serial && !one.el.isConnected);
  pages.push(page);
  let isNew = true, frame = 0;
  const later = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      if (isNew) page.begin();
      else if (!el.isConnected) page.isStale = true;
      else page.refresh();
      isNew = false;
    });
  };
  const told = {
    "change:sheet": () => { isNew = true; later(); },
    "change:looks": later,
    "change:codes": later,
    "change:is_live": () => el.classList.toggle("moe-mx-live", model.get("is_live")),
    "change:note": () => { page.note.textContent = model.get("note"); if (model.get("note")) { isNew = true; later(); } },
    "msg:custom": (message, buffers) => {
      if (message.kind === "reading") page.read(message);
      else if (patch(model, message, buffers)) later();
    },
  };
  for (const [name, action] of Object.entries(told)) model.on(name, action);
  told["change:is_live"]();
  page.note.textContent = model.get("note");
  page.begin();
  if (before) page.goOn(before);
  isNew = false;
  return () => {
    for (const [name, action] of Object.entries(told)) model.off(name, action);
    cancelAnimationFrame(frame);
    pages.splice(pages.indexOf(page), 1);
    letGo();
    page.room.disconnect();
    page.grid.close();
  };
}
export default { initialize, render };
