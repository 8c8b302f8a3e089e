/** How what an agent remembers is told apart: one memory for each conversation, or for each user. */
export interface AgentMemory {
  /**
   * Names under which a run of the agent says whose memory it goes on with, dotted behind the object or the call that they
   * stand in: `configurable.thread_id`, `run_async.session_id`.
   */
  readonly named: readonly string[];
  /** Methods that begin another conversation, whose id nobody gave. */
  readonly begins?: readonly string[];
}
