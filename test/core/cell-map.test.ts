import { describe, expect, it } from 'vitest';
import { type CellKey, CellMap } from '../../src/core/cell-map.ts';
import { day, runnPerson, runnProject } from '../builders/ids.ts';

const cell = (person: number, project: number, date = '2024-01-02'): CellKey => ({
  personId: runnPerson(person),
  projectId: runnProject(project),
  date: day(date),
});

describe('CellMap', () => {
  it('keeps one value for each person, project and day', () => {
    const cells = new CellMap<string>();
    const keys = [cell(1, 1), cell(1, 2), cell(2, 1), cell(2, 2), cell(1, 1, '2024-01-03'), cell(2, 2, '2024-01-03')];
    for (const [index, key] of keys.entries()) cells.set(key, `value ${index}`);
    expect(keys.map((key) => cells.get(key))).toEqual(keys.map((_, index) => `value ${index}`));
    expect([...keys].reverse().map((key) => cells.get(key))).toEqual(
      keys.map((_, index) => `value ${index}`).reverse(),
    );
  });

  it('replaces the value of a cell', () => {
    const cells = new CellMap<string>();
    cells.set(cell(1, 1), 'first');
    cells.set(cell(1, 1), 'second');
    expect(cells.get(cell(1, 1))).toBe('second');
  });

  it('has nothing of a person, project or day that nobody put there', () => {
    const cells = new CellMap<string>();
    expect(cells.get(cell(1, 1))).toBeUndefined();
    cells.set(cell(1, 1), 'here');
    for (const other of [cell(2, 1), cell(1, 2), cell(1, 1, '2024-01-03')]) expect(cells.get(other)).toBeUndefined();
    expect(cells.get(cell(1, 1))).toBe('here');
    expect([...cells.pairs()]).toHaveLength(1);
  });

  it('makes the days of a pair once, whatever was asked for in between', () => {
    const cells = new CellMap<string>();
    const pair = cells.ensurePair(runnPerson(1), runnProject(1));
    expect(pair).toEqual({ personId: 1, projectId: 1, byDate: new Map() });
    const other = cells.ensurePair(runnPerson(1), runnProject(2));
    expect(other).not.toBe(pair);
    expect(cells.findPair(runnPerson(2), runnProject(1))).toBeUndefined();
    for (const _ of ['again', 'and again']) {
      expect(cells.ensurePair(runnPerson(1), runnProject(1))).toBe(pair);
      expect(cells.findPair(runnPerson(1), runnProject(1))).toBe(pair);
    }
    expect(cells.findPair(runnPerson(1), runnProject(2))).toBe(other);
  });

  it('lists every pair with its days', () => {
    const cells = new CellMap<string>();
    cells.set(cell(1, 2), 'a');
    cells.set(cell(2, 1), 'b');
    cells.set(cell(1, 1), 'c');
    cells.set(cell(1, 2, '2024-01-03'), 'd');
    const listed = [...cells.pairs()].map(({ personId, projectId, byDate }) => [personId, projectId, [...byDate]]);
    expect(listed).toEqual([
      [
        1,
        2,
        [
          [day(), 'a'],
          [day('2024-01-03'), 'd'],
        ],
      ],
      [1, 1, [[day(), 'c']]],
      [2, 1, [[day(), 'b']]],
    ]);
  });
});
