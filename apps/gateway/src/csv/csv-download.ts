import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { OpenAnswers } from '../places/open-answers';
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
  constructor(
    private readonly places: Places,
    private readonly open: OpenAnswers,
  ) {}

  /**
   * The first page is read before anything is sent, so that a refusal is still a problem and not half a file; one that
   * breaks off later must not look whole: the connection is cut. Each later page takes a place of its own, so that none is
   * held while somebody reads slowly.
   * @throws ProblemException 429 `too-many-requests` if too many answers of the company are open.
   */
  async file<T>(
    tenantId: string,
    pages: AsyncGenerator<T>,
    { name, header, lines }: CsvFile<T>,
  ): Promise<StreamableFile> {
    const leave = this.open.enter(tenantId);
    const first = await pages.next().catch((error: unknown) => {
      leave();
      throw error;
    });
    const next = () => this.places.run(tenantId, () => pages.next(), { goesOn: true });
    async function* text(): AsyncGenerator<string> {
      yield header;
      for (let page = first; !page.done; page = await next()) yield lines(page.value);
    }
    const content = Readable.from(text(), { objectMode: false }).once('close', leave);
    const file = new StreamableFile(content, {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="${name}"`,
    });
    return file.setErrorHandler((_error, response) => {
      const cut: unknown = Reflect.get(response, 'destroy');
      if (typeof cut === 'function') Reflect.apply(cut, response, []);
    });
  }
}
