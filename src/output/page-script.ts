/** What the page does by itself: sorting by a column, finding a person, opening everything for print. Without it, all is there too. */
export const pageScript = `'use strict';
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
for (const table of document.querySelectorAll('table.sortable')) {
  for (const head of table.querySelectorAll('th[data-sort]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => sortBy(table, head));
  }
}
function sortBy(table, head) {
  const isNumber = head.dataset.sort === 'number';
  const before = head.getAttribute('aria-sort');
  const order = before === null ? (isNumber ? 'descending' : 'ascending') : before === 'ascending' ? 'descending' : 'ascending';
  for (const other of table.querySelectorAll('th[aria-sort]')) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', order);
  const column = head.cellIndex;
  const sign = order === 'ascending' ? 1 : -1;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row) => {
    const cell = row.cells[column];
    const text = cell.dataset.v ?? cell.textContent;
    return { row, value: isNumber ? Number(text) : text };
  });
  rows.sort((a, b) => sign * (isNumber ? a.value - b.value : collator.compare(a.value, b.value)));
  body.append(...rows.map(({ row }) => row));
}
for (const find of document.querySelectorAll('[data-find]')) {
  const table = document.getElementById(find.dataset.find);
  const [text, onlyDrift] = find.querySelectorAll('input');
  const said = find.querySelector('output');
  const show = () => {
    const wanted = text.value.trim().toLocaleLowerCase();
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      const isIn = row.cells[0].textContent.toLocaleLowerCase().includes(wanted)
        && (!onlyDrift.checked || row.querySelector('td[class^="l"], td[class^="m"]') !== null);
      row.hidden = !isIn;
      if (isIn) shown += 1;
    }
    said.textContent = shown + ' of ' + table.tBodies[0].rows.length + ' people';
  };
  find.addEventListener('input', show);
  find.hidden = false;
}
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
`;
