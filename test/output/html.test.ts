import { describe, expect, it } from 'vitest';
import { html, markCode, trustedMarkup } from '../../src/output/html.ts';

describe('html', () => {
  it('escapes what is put into it, for text and for attributes', () => {
    const name = `<b title="x" class='y'>&`;
    expect(html`<i title="${name}">${name}</i>`.text).toBe(
      '<i title="&lt;b title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;">&lt;b title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;</i>',
    );
  });

  it('keeps its own markup, joins lists, and leaves out null', () => {
    expect(html`<ul>${['<', html`<li>${2}</li>`, [null, 'b']]}</ul>`.text).toBe('<ul>&lt;<li>2</li>b</ul>');
  });

  it('keeps trusted markup as it is', () => {
    expect(html`${trustedMarkup('a > b')}`.text).toBe('a > b');
  });
});

describe('markCode', () => {
  it('marks what stands between backticks, and escapes it', () => {
    expect(html`${markCode('set `map.<x>` & run')}`.text).toBe('set <code>map.&lt;x&gt;</code> &amp; run');
  });
});
