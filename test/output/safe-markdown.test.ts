import { describe, expect, it } from 'vitest';
import { safeMarkdown } from '../../src/output/safe-markdown.ts';

describe('safeMarkdown', () => {
  it.each([
    ['Hidden Moon Base', 'Hidden Moon Base'],
    ['a | b', 'a \\| b'],
    ['<img src=x onerror=alert(1)>', '&lt;img src\\=x onerror\\=alert\\(1\\)&gt;'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['[click](javascript:x)', '\\[click\\]\\(javascript:x\\)'],
    ['`code` **bold** _it_ ~no~', '\\`code\\` \\*\\*bold\\*\\* \\_it\\_ \\~no\\~'],
    ['line\nbreak\u0007', 'line break'],
    ['# heading', '\\#<!-- --> heading'],
    ['1. item', '1\\. item'],
    ['@everyone', '@<!-- -->everyone'],
    ['see https://evil.example', 'see https:<!-- -->//evil.example'],
    ['www.evil.example', 'www<!-- -->.evil.example'],
    ['back\\slash', 'back\\\\slash'],
    ['\u202egnp', 'gnp'],
  ])('shows %j as it is', (text, markdown) => {
    expect(safeMarkdown(text)).toBe(markdown);
  });
});
