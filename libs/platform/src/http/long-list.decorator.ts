import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, IsArray } from 'class-validator';

const LISTS = 'peoplesync:lists';

/** What is wrong with one item of a list; `field` is empty if it is the item itself. */
export interface ItemFault {
  readonly field: string;
  readonly message: string;
}

/** A property that holds a long list of objects. */
export interface LongListProperty {
  readonly property: string;
  readonly most: number;
  readonly faults: (item: unknown) => readonly ItemFault[];
  /** The key whose value no two items share. */
  readonly once: string | undefined;
}

/**
 * A list of up to `most` objects, each checked by `faults`, a plain function: class-validator takes a fifth of a
 * millisecond for an object, so two seconds in one turn for ten thousand. Items stay the plain objects that they are.
 */
export const LongList = (most: number, faults: LongListProperty['faults'], once?: string): PropertyDecorator =>
  applyDecorators(IsArray(), ArrayMaxSize(most), (target: object, property: string | symbol) => {
    const list: LongListProperty = { property: String(property), most, faults, once };
    Reflect.defineMetadata(LISTS, [...longListsOf(target.constructor), list], target.constructor);
  });

/** The long lists of a class. */
export function longListsOf(type: object): readonly LongListProperty[] {
  const lists: unknown = Reflect.getMetadata(LISTS, type);
  return isLists(lists) ? lists : [];
}

/** What the decorator has put there. */
const isLists = (value: unknown): value is readonly LongListProperty[] => Array.isArray(value);
