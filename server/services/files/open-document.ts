import { createRequire } from 'node:module';
import type PDFDocument from 'pdfkit';

const require = createRequire(import.meta.url);
// Files of a package, so that names in Cyrillic, Greek or Polish are readable; the standard fonts know Western Europe only.
const regular = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const bold = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');

const INK = '#10181c';
const FAINT = '#5a6770';
const LINE = '#dfe5e8';
const TEXT_SIZE = 8.5;

export interface ColumnOf {
  title: string;
  /** Of the width of the page. */
  share: number;
  right?: boolean;
}

/** A table that grows row by row, over as many pages as it needs, with its headings on each. */
export interface OpenTable {
  row(cells: readonly string[]): void;
  end(total: readonly string[]): void;
}

/** A printed page of text and tables: what statements need, and no more. */
export interface Document {
  heading(text: string): void;
  subheading(text: string): void;
  line(text: string, options?: { bold?: boolean }): void;
  note(text: string): void;
  table(table: {
    columns: readonly ColumnOf[];
    rows: readonly (readonly string[])[];
    total: readonly string[];
  }): void;
  openTable(columns: readonly ColumnOf[]): OpenTable;
  /** Numbers the pages and closes the document. Its content, to be read once. */
  end(): AsyncIterable<Uint8Array>;
}

/** Begins an A4 document. Fonts come from this installation: nothing is fetched. */
export function openDocument({ title, at }: { title: string; at: Date }): Document {
  // Loaded here: it takes half a second, and most processes never make a document.
  const Pdf = require('pdfkit') as typeof PDFDocument;
  const pdf = new Pdf({
    size: 'A4',
    margins: { top: 54, bottom: 60, left: 50, right: 50 },
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: { Title: title, CreationDate: at, ModDate: at },
  });
  pdf.registerFont('text', regular).registerFont('bold', bold).font('text').fillColor(INK);
  const say = (text: string, { size = TEXT_SIZE, font = 'text', color = INK, gap = 3 } = {}) => {
    pdf.x = pdf.page.margins.left;
    pdf.font(font).fontSize(size).fillColor(color).text(text, { paragraphGap: gap });
  };
  const openTable = (columns: readonly ColumnOf[]) => tableOn(pdf, columns);
  return {
    heading: (text) => say(text, { size: 18, font: 'bold', gap: 10 }),
    subheading: (text) => {
      pdf.moveDown(1.5);
      // Not alone at the end of a page.
      if (pdf.y > pdf.page.maxY() - 60) pdf.addPage();
      say(text, { size: 11, font: 'bold', gap: 6 });
    },
    line: (text, { bold: strong = false } = {}) => say(text, { font: strong ? 'bold' : 'text' }),
    note: (text) => {
      pdf.moveDown(1);
      say(text, { size: 7.5, color: FAINT });
    },
    table: ({ columns, rows, total }) => {
      pdf.moveDown(1);
      const table = openTable(columns);
      for (const row of rows) table.row(row);
      table.end(total);
    },
    openTable,
    end: () => {
      numberPages(pdf, title);
      pdf.end();
      return pdf;
    },
  };
}

function tableOn(pdf: PDFKit.PDFDocument, columns: readonly ColumnOf[]): OpenTable {
  const { left, right } = pdf.page.margins;
  const width = pdf.page.width - left - right;
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (share / shares) * width);
  const options = columns.map(({ right: isRight = false }, index) => ({
    width: (widths[index] ?? 0) - 8,
    align: isRight ? ('right' as const) : ('left' as const),
  }));
  const heightOf = (cells: readonly string[]) =>
    Math.max(...cells.map((cell, index) => pdf.heightOfString(cell || ' ', options[index]))) + 6;
  const draw = (cells: readonly string[], { font = 'text', color = INK, rule = LINE } = {}) => {
    pdf.font(font).fontSize(TEXT_SIZE).fillColor(color);
    const height = heightOf(cells);
    const top = pdf.y;
    let x = left;
    for (const [index, cell] of cells.entries()) {
      pdf.text(cell, x + 4, top + 3, options[index]);
      x += widths[index] ?? 0;
    }
    pdf.lineWidth(0.5).strokeColor(rule);
    pdf
      .moveTo(left, top + height)
      .lineTo(left + width, top + height)
      .stroke();
    pdf.y = top + height;
  };
  const head = () =>
    draw(
      columns.map(({ title }) => title),
      { color: FAINT, rule: FAINT },
    );
  const row = (cells: readonly string[], style: Parameters<typeof draw>[1] = {}) => {
    pdf.font(style.font ?? 'text').fontSize(TEXT_SIZE);
    if (pdf.y + heightOf(cells) > pdf.page.maxY()) {
      pdf.addPage();
      head();
    }
    draw(cells, style);
  };
  if (pdf.y > pdf.page.maxY() - 40) pdf.addPage();
  head();
  return { row: (cells) => row(cells), end: (total) => row(total, { font: 'bold', rule: INK }) };
}

function numberPages(pdf: PDFKit.PDFDocument, title: string): void {
  const { count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(index);
    // Below the margin, where text would begin a new page.
    pdf.page.margins.bottom = 0;
    pdf.font('text').fontSize(7.5).fillColor(FAINT);
    pdf.text(`${title}, page ${index + 1} of ${count}`, 50, pdf.page.height - 40, { lineBreak: false });
  }
}
