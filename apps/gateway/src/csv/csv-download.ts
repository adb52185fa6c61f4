import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/** True if the caller wants the list as a file for a spreadsheet. */
export const wantsCsv = (accept: string | undefined): boolean => accept?.includes('text/csv') === true;

/**
 * A list as a file, page after page. The first page is read before anything is sent, so that a refusal is still a problem
 * and not half a file; one that breaks off later must not look whole: the connection is cut.
 * @param lines of a page; the file begins with `header`.
 */
export async function csvDownload<T>(
  pages: AsyncGenerator<T>,
  { name, header, lines }: { readonly name: string; readonly header: string; readonly lines: (page: T) => string },
): Promise<StreamableFile> {
  const first = await pages.next();
  async function* text(): AsyncGenerator<string> {
    yield header;
    if (!first.done) yield lines(first.value);
    for await (const page of pages) yield lines(page);
  }
  const file = new StreamableFile(Readable.from(text(), { objectMode: false }), {
    type: 'text/csv; charset=utf-8; header=present',
    disposition: `attachment; filename="${name}"`,
  });
  return file.setErrorHandler((_error, response) => {
    const cut: unknown = Reflect.get(response, 'destroy');
    if (typeof cut === 'function') Reflect.apply(cut, response, []);
  });
}
