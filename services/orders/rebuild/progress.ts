/** How far a rebuild is. It is kept, so that another process can go on where one stopped. */
export interface Progress {
  readonly generation: number;
  /** Moment that the generation shows the state of; undefined for now. */
  readonly at?: string;
  readonly startedAt: string;
  /** Key of the last object that was read; those before it were read too. */
  readonly cursor?: string;
  /** Whether the archive has been read to its end. */
  readonly read: boolean;
  readonly objects: number;
  readonly events: number;
  /** Events that can't be read: such a generation is never promoted. */
  readonly unreadable: number;
  /** Generation that readers used when this one was promoted; undefined before that. */
  readonly replaces?: number;
  /** Whether nothing is left to do. */
  readonly finished: boolean;
}

export interface ProgressStore {
  /** The rebuild of this moment that is not finished. */
  find(at: string | undefined): Promise<Progress | undefined>;
  save(progress: Progress): Promise<void>;
}
