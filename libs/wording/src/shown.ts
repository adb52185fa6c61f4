/** What the console says by itself: no word of it stands anywhere else, and nothing of it needs more than the language. */
export * from './fields/field-labels';
export * from './fields/shown-fields';
export * from './fields/status-words';
export * from './people/person-story';
export * from './plans/proof-words';
