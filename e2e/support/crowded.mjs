/** Bodies of documents that hold what a preview may leave out: comments, changes, charts, drawings and what is hidden. */

const p = (text) => `<text:p>${text}</text:p>`;
const who = '<dc:creator>Ben</dc:creator><dc:date>2026-04-01T09:30:00</dc:date>';
const comment = (text, at = '') => `<office:annotation ${at}>${who}${p(text)}</office:annotation>`;
const at = 'svg:x="2cm" svg:y="6cm" svg:width="8cm" svg:height="5cm"';

const cell = (value) =>
  typeof value === 'number'
    ? `<table:table-cell office:value-type="float" office:value="${value}">${p(value)}</table:table-cell>`
    : `<table:table-cell office:value-type="string">${p(value)}</table:table-cell>`;
const row = (cells, how = '') => `<table:table-row ${how}>${cells.map(cell).join('')}</table:table-row>`;

/** Columns, as an office program draws them, with the figures that they are drawn of. */
const chart = (how = '') => `<draw:frame ${at} ${how}><draw:object>
  <office:document xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0" office:version="1.3"
    office:mimetype="application/vnd.oasis.opendocument.chart"><office:body><office:chart>
  <chart:chart svg:width="8cm" svg:height="5cm" chart:class="chart:bar"><chart:title>${p('四半期の売上')}</chart:title>
  <chart:plot-area table:cell-range-address="local-table.A1:.B3" chart:data-source-has-labels="both">
  <chart:axis chart:dimension="x"><chart:categories table:cell-range-address="local-table.A2:.A3"/></chart:axis>
  <chart:axis chart:dimension="y"/>
  <chart:series chart:values-cell-range-address="local-table.B2:.B3" chart:label-cell-address="local-table.B1" chart:class="chart:bar"/>
  </chart:plot-area><table:table table:name="local-table">
  <table:table-header-columns><table:table-column/></table:table-header-columns>
  <table:table-columns><table:table-column/></table:table-columns>
  <table:table-header-rows>${row(['', '売上'])}</table:table-header-rows>
  <table:table-rows>${row(['春', 12])}${row(['夏', 30])}</table:table-rows></table:table>
  </chart:chart></office:chart></office:body></office:document></draw:object></draw:frame>`;

const star = (how = '') =>
  `<draw:custom-shape svg:x="12cm" svg:y="6cm" svg:width="8cm" svg:height="5cm" ${how}>${p('図形の文字')}<draw:enhanced-geometry draw:type="star5"
    svg:viewBox="0 0 21600 21600" draw:enhanced-path="M 10797 0 L 8278 8256 0 8256 6722 13405 4198 21600 10797 16580 17401 21600 14878 13405 21600 8256 13321 8256 10797 0 Z N"/></draw:custom-shape>`;

const box = (text, how = '') =>
  `<draw:frame svg:x="2cm" svg:y="2cm" svg:width="8cm" svg:height="2cm" ${how}><draw:text-box>${p(text)}</draw:text-box></draw:frame>`;

const changed = (id, kind, text = '') =>
  `<text:changed-region xml:id="${id}" text:id="${id}"><text:${kind}><office:change-info>${who}</office:change-info>${text}</text:${kind}></text:changed-region>`;

const anchored = 'text:anchor-type="paragraph"';
const note = (kind, text) =>
  `<text:note text:note-class="${kind}"><text:note-citation>1</text:note-citation><text:note-body>${p(text)}</text:note-body></text:note>`;

/** A letter with everything in it; the deleted price is 9,999, and the one put in 1,440. */
export const letter = {
  body: `<text:tracked-changes>${changed('in', 'insertion')}${changed('out', 'deletion', p('9,999円'))}</text:tracked-changes>
    ${p(`単価は<text:change text:change-id="out"/><text:change-start text:change-id="in"/>1,440円<text:change-end text:change-id="in"/>です。`)}
    ${p(`納期${comment('来週では遅い')}は四月です。${note('footnote', 'ページの下の注')}文末の注${note('endnote', '文末の注の文')}。`)}
    ${p(`枠${box('枠の中の文字', anchored)}`)}${p(`図形${star(anchored)}`)}${p(`図${chart('text:anchor-type="as-char"')}`)}`,
  pages: `<style:master-page style:name="Standard" style:page-layout-name="paper">
    <style:header>${p('社外秘')}</style:header><style:footer>${p('かえで商事')}</style:footer></style:master-page>`,
  styles: `<style:page-layout style:name="paper"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/>
    <style:header-style><style:header-footer-properties fo:min-height="1cm"/></style:header-style>
    <style:footer-style><style:header-footer-properties fo:min-height="1cm"/></style:footer-style></style:page-layout>`,
};

const sheet = (name, rows, { style = '', shapes = '' } = {}) =>
  `<table:table table:name="${name}" ${style && `table:style-name="${style}"`}>${shapes && `<table:shapes>${shapes}</table:shapes>`}
   <table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>${rows}</table:table>`;

/** A workbook with a hidden row, column and sheet, a comment, a chart and a drawing. */
export const workbook = {
  body: `${sheet(
    '売上',
    `${row(['品名', '原価', '売価'])}${row(['ボールペン', 40, 120])}${row(['隠した行', 1, 2], 'table:visibility="collapse"')}
     <table:table-row><table:table-cell office:value-type="string">${comment('値上げ前')}${p('ノート')}</table:table-cell></table:table-row>`,
    { shapes: chart() + star() },
  )}${sheet('隠したシート', row(['給与', 1, 2]), { style: 'away' })}${sheet('表だけ', row(['文字', 1, 2]))}`,
  styles: `<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/></style:style>`,
};

const page = (number, body, style = '') =>
  `<draw:page draw:name="${number}" draw:master-page-name="plain" ${style && `draw:style-name="${style}"`}>${body}</draw:page>`;

/** Slides with a chart, a drawing, a comment and notes; the last one is hidden. */
export const slides = {
  body: `${page(
    1,
    `${box('四半期のまとめ')}${chart()}${star()}${comment('数字は仮です', 'svg:x="1cm" svg:y="1cm"')}
     <presentation:notes draw:page-number="1"><draw:frame presentation:class="notes" ${at}><draw:text-box>${p('話す人の覚え書き')}</draw:text-box></draw:frame></presentation:notes>`,
  )}${page(2, box('隠したスライド'), 'away')}${page(3, box('次の予定'))}`,
  styles: `<style:style style:name="away" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>
    <style:page-layout style:name="wide"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout>`,
  pages: `<style:master-page style:name="plain" style:page-layout-name="wide"/>`,
};
