// The live matrix, part 2 of 4: the grid. Only what can be seen is in the page, in elements that are used again.

const ROW_HEIGHT = 26, MOST_HEIGHT = 560, SPARE = 3;
const NARROWEST_CELL = 26, WIDEST_CELL = 66; // as wide as its code needs
const WIDEST_LABEL = 320, LONGEST_TURNED = 220, LEFT_MOST = 280; // pixels for the labels of columns and rows
const WIDE_ENOUGH = 120; // for a label that is not turned, if need be squeezed
const REST_MS = 250; // without scrolling, until the elements are put in order for who reads them out
let grids = 0;

class Grid {
  /** @param told { move, pick, hover, letter }: what a person did; { appear }: it is in sight, with a size */
  constructor(told) {
    this.told = told;
    this.id = `moe-mx-${++grids}-${Math.random().toString(36).slice(2, 7)}`;
    this.lines = [];
    this.rows = [];
    this.columns = [];
    this.active = { row: 0, column: 0 };
    this.region = null;
    this.pins = [];
    this.dimmed = null;
    this.slots = [];
    this.cellOf = new WeakMap(); // of elements
    this.heads = new Map(); // of columns, by their place
    this.bands = new Map(); // of groups of columns
    this.version = 0; // of looks and labels: a cell painted with an older one is painted again
    this.el = make("div", "moe-mx-scroll", { role: "grid", tabIndex: 0, "aria-label": "Matrix", "aria-multiselectable": "true" });
    this.sizer = make("div", "moe-mx-sizer", { role: "rowgroup" });
    this.head = make("div", "moe-mx-head", { role: "row", "aria-rowindex": 1 });
    this.body = make("div", "moe-mx-body", { role: "presentation" });
    this.sizer.append(this.head, this.body);
    this.el.append(this.sizer);
    this.el.addEventListener("scroll", () => {
      this.scrolled = [this.el.scrollLeft, this.el.scrollTop];
      this.told.hover(null);
      this.draw();
    }, { passive: true });
    this.el.addEventListener("keydown", event => this.key(event));
    this.el.addEventListener("pointerdown", event => this.press(event));
    this.el.addEventListener("pointermove", event => this.point(event));
    this.released = () => this.release();
    window.addEventListener("pointerup", this.released); // a drag may end outside of the grid
    this.el.addEventListener("pointerleave", () => this.told.hover(null));
    this.watch = new ResizeObserver(() => {
      if (!this.measure()) return;
      if (this.goal) this.el.scrollTo(...this.goal); // where a view before this one was left
      this.goal = null;
      this.draw(true);
      this.told.appear();
    });
    this.watch.observe(this.el);
  }

  /** Show another matrix, or the same with other rows and columns. */
  show(sheet, looks, cells, rows, columns, rowGroups, columnGroups) {
    Object.assign(this, { sheet, looks, cells, rows, columns, columnGroups });
    this.lines = withHeadings(rows, rowGroups);
    this.lineOf = new Map(this.lines.flatMap((line, place) => (typeof line === "number" ? [[line, place]] : [])));
    this.placeOf = new Map(columns.map((at, place) => [at, place]));
    this.paints = looks.map(paintOf);
    this.version++;
    this.el.setAttribute("aria-label", `${sheet.title}: ${sheet.rows.title} by ${sheet.columns.title}`);
    this.el.setAttribute("aria-rowcount", this.lines.length + 1);
    this.el.setAttribute("aria-colcount", columns.length + 1);
    if (!this.lineOf.has(this.active.row)) this.active.row = rows[0] ?? 0;
    if (!this.placeOf.has(this.active.column)) this.active.column = columns[0] ?? 0;
    this.size = null;
    this.measure();
    this.draw(true);
  }

  /** Take in other looks or cells of the matrix shown. */
  repaint(looks, cells) {
    if (looks !== this.looks) this.version++;
    Object.assign(this, { looks, cells, paints: looks.map(paintOf) });
    if (this.measure()) this.draw(true);
    else this.mark();
  }

  lookAt(row, column) {
    return this.cells[row * this.sheet.columns.labels.length + column] ?? 0;
  }

  describe(row, column) {
    const words = this.looks[this.lookAt(row, column)]?.words ?? "";
    return `${fullLabel(this.sheet.rows, row)}, ${fullLabel(this.sheet.columns, column)}: ${words}`;
  }

  /** Decide sizes; returns whether they changed. */
  measure() {
    if (!this.sheet || !this.el.clientWidth) return false;
    const { rows, columns } = this.sheet, room = this.el.clientWidth;
    chooseFont();
    const wide = textWidth(this.lines.map(line => (typeof line === "number" ? this.rowLabel(line) : "")));
    const title = textWidth([`${rows.title} ↓`, `${columns.title} →`]);
    const left = Math.round(Math.min(Math.max(wide, title) + 22, room * 0.42, LEFT_MOST));
    const label = textWidth(columns.labels);
    const code = textWidth(this.looks.map(look => look.code));
    const least = Math.min(WIDEST_CELL, Math.max(NARROWEST_CELL, code + 9));
    const free = Math.floor((room - left - 4) / Math.max(1, this.columns.length));
    const cell = Math.max(least, Math.min(free, Math.max(44, Math.min(label + 16, WIDEST_LABEL))));
    const turned = label + 6 > cell && cell < WIDE_ENOUGH;
    const band = this.columnGroups?.length ? 22 : 0;
    const top = band + (turned ? Math.min(label + 16, LONGEST_TURNED) : 34);
    const size = [left, cell, top, turned, band, this.el.clientWidth].join();
    if (size === this.size) return false;
    Object.assign(this, { size, left, cell, top, turned, band, labelRoom: turned ? top - band - 12 : cell - 4 });
    this.sizer.style.width = `${left + this.columns.length * cell}px`;
    this.sizer.style.height = `${top + this.lines.length * ROW_HEIGHT}px`;
    const scrollbar = left + this.columns.length * cell > room ? 16 : 3;
    this.el.style.height = `${Math.min(MOST_HEIGHT, top + this.lines.length * ROW_HEIGHT + scrollbar)}px`;
    for (const [name, value] of Object.entries({ left, cell, top, band })) {
      this.el.style.setProperty(`--mx-${name}`, `${value}px`);
    }
    this.el.classList.toggle("moe-mx-turned", turned);
    this.rest();
    this.size = size;
    return true;
  }

  /** Let go of the elements while nobody can see them; they come back with the next size. */
  rest() {
    this.slots = [];
    this.body.replaceChildren();
    this.head.replaceChildren();
    this.heads.clear();
    this.bands.clear();
    this.headRange = this.from = this.size = null;
  }

  /** Put what can be seen into the page; elements that went out of sight are used again. */
  draw(isNew = false) {
    if (!this.sheet || !this.size) return;
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.el;
    const height = Math.min(this.lines.length, Math.ceil(clientHeight / ROW_HEIGHT) + 2 * SPARE);
    const width = Math.min(this.columns.length, Math.ceil(clientWidth / this.cell) + 2 * SPARE);
    const from = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - SPARE);
    const side = Math.max(0, Math.floor(scrollLeft / this.cell) - SPARE);
    const range = [from, Math.min(this.lines.length, from + height), side, Math.min(this.columns.length, side + width)];
    if (!isNew && this.from === range.join()) return;
    this.from = range.join();
    const headRange = [range[2], range[3]].join();
    if (isNew || this.headRange !== headRange) this.drawHead(range[2], range[3], isNew);
    this.headRange = headRange;
    while (this.slots.length < height) this.slots.push(this.newRow(this.slots.length));
    this.slots.forEach(slot => { slot.used = false; });
    for (let place = range[0]; place < range[1]; place++) {
      this.drawRow(this.slots[place % height], place, range[2], range[3], width, isNew);
    }
    for (const slot of this.slots) if (slot.el.hidden === slot.used) slot.el.hidden = !slot.used;
    clearTimeout(this.tidying);
    if (isNew) this.tidy();
    else this.tidying = setTimeout(() => this.tidy(), REST_MS); // at every step it would make scrolling jerk
  }

  /** Name the elements and put them into the order in which they are seen, which is that in which they are read out. */
  tidy() {
    const rows = this.slots.filter(slot => slot.used).sort((a, b) => a.place - b.place);
    for (const slot of rows) {
      const cells = slot.cells.filter(cell => cell.used).sort((a, b) => a.at - b.at);
      putInOrder(slot.el, [slot.head, ...cells.map(cell => cell.el)]);
    }
    putInOrder(this.body, rows.map(slot => slot.el));
    const heads = [...this.heads].sort(([a], [b]) => a - b).map(([, el]) => el);
    putInOrder(this.head, [this.head.firstChild, ...this.bands.values(), ...heads]);
    this.name();
  }

  newRow() {
    const el = make("div", "moe-mx-row", { role: "row" });
    const head = make("div", "moe-mx-rowhead", { role: "rowheader", "aria-colindex": 1 });
    el.append(head);
    this.body.append(el);
    return { el, head, cells: [], place: -1, used: false };
  }

  drawRow(slot, place, from, to, width, isNew) {
    const line = this.lines[place], isHeading = typeof line !== "number";
    slot.used = true;
    if (slot.place !== place || isNew) {
      slot.place = place;
      slot.row = isHeading ? null : line;
      slot.el.style.top = `${place * ROW_HEIGHT}px`;
      slot.el.setAttribute("aria-rowindex", place + 2);
      slot.el.classList.toggle("moe-mx-heading", isHeading);
      const label = isHeading ? `${line.name} (${line.to - line.from})` : this.rowLabel(line);
      slot.head.textContent = isHeading ? label : squeezed(label, this.left - 18);
      slot.head.setAttribute("aria-label", label);
      slot.head.title = isHeading ? "" : this.sheet.rows.hints[line] ?? this.sheet.rows.labels[line];
      slot.head.classList.toggle("moe-mx-here", slot.row === this.active.row);
    }
    while (slot.cells.length < width) {
      const el = make("div", "moe-mx-cell", { role: "gridcell" }), cell = { el, column: null };
      el.append("");
      slot.el.append(el);
      slot.cells.push(cell);
      this.cellOf.set(el, cell);
    }
    slot.cells.forEach(cell => { cell.used = false; });
    for (let at = from; at < to && !isHeading; at++) {
      const cell = slot.cells[at % width], column = this.columns[at];
      if (cell.at !== at || isNew) cell.el.style.left = `${this.left + at * this.cell}px`;
      Object.assign(cell, { used: true, row: slot.row, column, at });
      this.paint(cell);
    }
    for (const cell of slot.cells) {
      if (cell.isHidden !== !cell.used) cell.el.hidden = cell.isHidden = !cell.used;
      if (cell.used || cell.column === null) continue;
      Object.assign(cell, { column: null, row: null, name: "" }).el.removeAttribute("id");
    }
  }

  rowLabel(row) {
    const { rows } = this.sheet;
    const isUnderHeading = rows.is_nested && this.lines.length > this.rows.length;
    return rows.is_nested && !isUnderHeading ? `${rows.groups[row]} · ${rows.labels[row]}` : rows.labels[row];
  }

  /** Show a cell as it is now; only what changed is touched, for this is done at every step of scrolling. */
  paint(cell) {
    if (cell.column === null || cell.row === null || cell.row === undefined) return;
    const number = this.lookAt(cell.row, cell.column), paint = this.paints[number], look = this.looks[number];
    if (!paint) return;
    const { el } = cell;
    const dim = this.dimmed && !this.dimmed.has(number) ? " moe-mx-dim" : "";
    const style = `moe-mx-cell moe-mx-${paint.kind}${dim}${this.marks(cell.row, cell.column)}`;
    if (cell.style !== style) el.className = cell.style = style;
    if (cell.background !== paint.background) el.style.background = cell.background = paint.background;
    if (cell.code !== look.code) el.firstChild.data = cell.code = look.code;
  }

  /** Tell screen readers what the cells are; done at rest, since words cost more than colours. */
  name() {
    for (const cell of this.slots.flatMap(slot => (slot.used ? slot.cells.filter(one => one.used) : []))) {
      const { el, row, column, at } = cell, isIn = this.isIn(row, column);
      const name = [this.version, row, column, at, this.lookAt(row, column), isIn].join();
      if (cell.name === name) continue;
      cell.name = name;
      el.id = `${this.id}-${row}-${column}`;
      el.setAttribute("aria-colindex", at + 2);
      el.setAttribute("aria-label", this.describe(row, column));
      el.setAttribute("aria-selected", String(isIn));
    }
    const active = this.slots.find(slot => slot.used && slot.row === this.active.row)
      ?.cells.find(cell => cell.used && cell.column === this.active.column);
    if (active) this.el.setAttribute("aria-activedescendant", active.el.id);
    else this.el.removeAttribute("aria-activedescendant");
  }

  drawHead(from, to, isNew) {
    const { columns, rows } = this.sheet;
    if (isNew) {
      const corner = make("div", "moe-mx-corner", { role: "columnheader", "aria-colindex": 1 });
      corner.append(make("span", "", {}, `${columns.title} →`), make("span", "", {}, `${rows.title} ↓`));
      this.head.replaceChildren(corner);
      this.heads.clear();
      this.bands.clear();
    }
    const isSeen = group => group.to > from && group.from < to;
    renew(this.bands, this.columnGroups.filter(isSeen), group => this.bandOf(group));
    const seen = Array.from({ length: to - from }, (_, number) => from + number);
    renew(this.heads, seen, at => this.columnHead(at));
    this.head.append(...[...this.bands.values(), ...this.heads.values()].filter(el => !el.parentNode));
  }

  bandOf(group) {
    const band = make("div", "moe-mx-band", { "aria-hidden": "true", title: group.name });
    band.style.left = `${this.left + group.from * this.cell}px`;
    band.style.width = `${(group.to - group.from) * this.cell}px`;
    band.append(make("span", "", {}, group.name));
    return band;
  }

  columnHead(at) {
    const { columns } = this.sheet, column = this.columns[at], isHere = column === this.active.column;
    const el = make("div", `moe-mx-colhead${isHere ? " moe-mx-here" : ""}`, {
      role: "columnheader", "aria-colindex": at + 2, "aria-label": fullLabel(columns, column),
      title: columns.hints.length ? columns.hints[column] : fullLabel(columns, column),
    });
    el.style.left = `${this.left + at * this.cell}px`;
    el.dataset.column = column;
    el.append(make("span", "", {}, squeezed(columns.labels[column], this.labelRoom)));
    return el;
  }

  isIn(row, column) {
    return !!this.region && this.region.rows.has(row) && this.region.columns.has(column);
  }

  marks(row, column) {
    const pin = this.pins.findIndex(([r, c]) => r === row && c === column);
    const isActive = row === this.active.row && column === this.active.column;
    return `${this.isIn(row, column) ? " moe-mx-in" : ""}${isActive ? " moe-mx-active" : ""}${pin < 0 ? "" : ` moe-mx-pin${pin + 1}`}`;
  }

  /** Show again what is active, selected and pinned. */
  mark() {
    for (const slot of this.slots) {
      if (slot.used) slot.cells.forEach(cell => this.paint(cell));
      slot.head.classList.toggle("moe-mx-here", slot.used && slot.row === this.active.row);
    }
    for (const el of this.head.querySelectorAll("[data-column]")) {
      el.classList.toggle("moe-mx-here", Number(el.dataset.column) === this.active.column);
    }
    this.name();
  }

  /** Go to a cell and bring it into sight. */
  go(row, column, { extend = false } = {}) {
    if (!this.lineOf.has(row) || !this.placeOf.has(column)) return;
    if (!extend) this.anchor = { row, column };
    this.active = { row, column };
    this.bringIntoSight();
    if (extend) this.stretch();
    this.mark();
    this.told.move(row, column);
  }

  /** Scroll as little as needed for the active cell to be seen. */
  bringIntoSight() {
    const { row, column } = this.active;
    if (!this.lineOf.has(row) || !this.placeOf.has(column)) return;
    const top = this.lineOf.get(row) * ROW_HEIGHT, left = this.placeOf.get(column) * this.cell;
    const height = this.el.clientHeight - this.top - ROW_HEIGHT, width = this.el.clientWidth - this.left - this.cell;
    this.el.scrollTop = Math.min(top, Math.max(this.el.scrollTop, top - height));
    this.el.scrollLeft = Math.min(left, Math.max(this.el.scrollLeft, left - width));
    this.draw();
    this.name();
  }

  /** Select what lies between the anchor and the active cell. */
  stretch() {
    const between = (list, a, b) => list.slice(Math.min(a, b), Math.max(a, b) + 1);
    const anchor = this.lineOf.has(this.anchor?.row) && this.placeOf.has(this.anchor?.column) ? this.anchor : this.active;
    const rows = between(this.lines, this.lineOf.get(anchor.row), this.lineOf.get(this.active.row));
    const columns = between(this.columns, this.placeOf.get(anchor.column), this.placeOf.get(this.active.column));
    this.region = { rows: new Set(rows.filter(line => typeof line === "number")), columns: new Set(columns) };
  }

  pick() {
    this.stretch();
    this.mark();
    this.told.pick([...this.region.rows], [...this.region.columns]);
  }

  select(rows, columns) {
    this.region = { rows: new Set(rows), columns: new Set(columns) };
    this.mark();
    this.told.pick(rows, columns);
  }

  step(rows, columns) {
    const places = this.lines.flatMap((line, place) => (typeof line === "number" ? [place] : []));
    const at = places.indexOf(this.lineOf.get(this.active.row));
    const limit = (value, most) => Math.max(0, Math.min(most, value));
    const row = this.lines[places[limit(at + rows, places.length - 1)]];
    const column = this.columns[limit(this.placeOf.get(this.active.column) + columns, this.columns.length - 1)];
    return { row, column };
  }

  key(event) {
    if (event.altKey || !this.rows.length || !this.columns.length) return;
    const page = Math.max(1, Math.floor((this.el.clientHeight - this.top) / ROW_HEIGHT) - 1), all = 1e9;
    const isCtrl = event.ctrlKey || event.metaKey;
    const steps = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
      PageUp: [-page, 0], PageDown: [page, 0],
      Home: [isCtrl ? -all : 0, -all], End: [isCtrl ? all : 0, all],
    };
    const step = steps[event.key];
    if (step && (!isCtrl || ["Home", "End"].includes(event.key))) {
      const to = this.step(...step);
      this.go(to.row, to.column, { extend: event.shiftKey });
      if (event.shiftKey) this.told.pick([...this.region.rows], [...this.region.columns]);
    } else if (!isCtrl && ["Enter", " "].includes(event.key)) {
      this.pick();
    } else if (isCtrl || !this.told.letter(event)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  cellAt(target) {
    const cell = target instanceof Element ? this.cellOf.get(target.closest(".moe-mx-cell")) : null;
    return cell?.used ? cell : null;
  }

  press(event) {
    if (event.button !== 0) return;
    const cell = this.cellAt(event.target);
    const rowHead = event.target.closest?.(".moe-mx-rowhead"), columnHead = event.target.closest?.(".moe-mx-colhead");
    if (cell) {
      this.isPressed = true;
      this.go(cell.row, cell.column, { extend: event.shiftKey });
    } else if (columnHead) {
      this.go(this.rows[0], Number(columnHead.dataset.column));
      this.select(this.rows, [Number(columnHead.dataset.column)]);
    } else if (rowHead) {
      const slot = this.slots.find(one => one.head === rowHead);
      if (slot?.row === null || slot?.row === undefined) return;
      this.go(slot.row, this.columns[0]);
      this.select([slot.row], this.columns);
    }
  }

  point(event) {
    const cell = this.cellAt(event.target);
    this.told.hover(cell);
    if (!this.isPressed || !cell || !(event.buttons & 1)) return;
    if (cell.row !== this.active.row || cell.column !== this.active.column) this.go(cell.row, cell.column, { extend: true });
  }

  release() {
    if (!this.isPressed) return;
    this.isPressed = false;
    this.pick();
  }

  close() {
    this.watch.disconnect();
    window.removeEventListener("pointerup", this.released);
  }
}

function make(tag, className, attributes = {}, text = "") {
  const el = document.createElement(tag);
  if (className) el.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    if (name in el && typeof value !== "string" && !name.startsWith("aria")) el[name] = value;
    else el.setAttribute(name, value);
  }
  if (text) el.textContent = text;
  return el;
}

/** Keep in *made* an element for each of these things: those of others go, missing ones are made. */
function renew(made, things, create) {
  const wanted = new Set(things);
  for (const [thing, el] of made) {
    if (wanted.has(thing)) continue;
    el.remove();
    made.delete(thing);
  }
  for (const thing of things) if (!made.has(thing)) made.set(thing, create(thing));
}

/** Make these children the first ones of an element, in this order, and move only those that are elsewhere. */
function putInOrder(parent, children) {
  let next = parent.firstChild;
  for (const child of children) {
    if (child === next) next = next.nextSibling;
    else parent.insertBefore(child, next);
  }
}

const ruler = document.createElement("canvas").getContext("2d");
/** Measure from now on in the theme's font; not at every text, since asking for it makes the page settle its styles. */
function chooseFont() {
  const family = getComputedStyle(document.documentElement).getPropertyValue("--jp-ui-font-family").trim();
  ruler.font = `bold 12px ${family || "system-ui, -apple-system, 'Segoe UI', sans-serif"}`;
}

/** Return the width of a text, in pixels; bold, as the labels of the active cell are. */
function widthOf(text) {
  return ruler.measureText(text).width;
}

/** Return the width of the widest text. */
function textWidth(texts) {
  const longest = [...texts].sort((a, b) => b.length - a.length).slice(0, 40);
  return Math.ceil(Math.max(0, ...longest.map(widthOf)));
}

/** Return a text that fits: what is left out is in its middle, since labels of a kind differ at their ends. */
function squeezed(text, room) {
  const width = text.length < 4 ? 0 : widthOf(text);
  if (width <= room) return text;
  const fits = Math.max(3, Math.floor((text.length * room) / width) - 1), end = Math.floor(fits / 2.5);
  return `${text.slice(0, fits - end)}…${text.slice(text.length - end)}`;
}
