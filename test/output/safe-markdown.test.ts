import { describe, expect, it } from 'vitest';
import { safeMarkdown } from '../../src/output/safe-markdown.ts';

describe('safeMarkdown', () => {
  it.each([
    ['Hidden Moon Base', 'Hidden Moon Base'],
    ['Phase 2: 2024-01-31 (v1.2) + QA!', 'Phase 2: 2024-01-31 (v1.2) + QA!'],
    ['TOGGL_API_TOKEN', 'TOGGL_API_TOKEN'],
    ['_a_ and a__b', '\\_a\\_ and a\\_\\_b'],
    ['a | b', 'a \\| b'],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['[click](javascript:x)', '\\[click\\](javascript:x)'],
    ['![pixel](x)', '!\\[pixel\\](x)'],
    ['[^1]: note', '\\[^1\\]: note'],
    ['`code` **bold** _it_ ~no~ $x$', '\\`code\\` \\*\\*bold\\*\\* \\_it\\_ \\~no\\~ \\$x\\$'],
    ['line\nbreak\u0007', 'line break'],
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['+6:30', '\\+6:30'],
    ['===', '\\==='],
    ['1. item', '1\\. item'],
    ['Track #', 'Track \\#'],
    ['12) item', '12\\) item'],
    ['127.0.0.1', '127.0.0.1'],
    ['fixes #12 and GH-12', 'fixes #<!-- -->12 and GH<!-- -->-12'],
    ['#12', '\\#<!-- -->12'],
    ['@everyone', '@<!-- -->everyone'],
    ['see https://evil.example', 'see https:<!-- -->//evil.example'],
    ['www.evil.example', 'www<!-- -->.evil.example'],
    ['back\\slash', 'back\\\\slash'],
    ['\u202egnp', 'gnp'],
  ])('shows %j as it is', (text, markdown) => {
    expect(safeMarkdown(text)).toBe(markdown);
  });
});
