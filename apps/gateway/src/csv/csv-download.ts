import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { Places } from '../places/places';

/** True if the caller wants the list as a file for a spreadsheet. */
export const wantsCsv = (accept: string | undefined): boolean => accept?.includes('text/csv') === true;

/** A file of pages. */
export interface CsvFile<T> {
  readonly name: string;
  /** It begins with this. */
  readonly header: string;
  /** The lines of a page. */
  readonly lines: (page: T) => string;
}

/** Lists as files, page after page. */
@Injectable()
export class CsvDownloads {
  constructor(private readonly places: Places) {}

  /**
   * The first page is read before anything is sent, so that a refusal is still a problem and not half a file; one that
   * breaks off later must not look whole: the connection is cut. Each later page takes a place of its own, so that none is
   * held while somebody reads slowly.
   */
  async file<T>(
    tenantId: string,
    pages: AsyncGenerator<T>,
    { name, header, lines }: CsvFile<T>,
  ): Promise<StreamableFile> {
    const first = await pages.next();
    const next = () => this.places.run(tenantId, () => pages.next(), { goesOn: true });
    async function* text(): AsyncGenerator<string> {
      yield header;
      for (let page = first; !page.done; page = await next()) yield lines(page.value);
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
}
