/** What a session of a database holds for its client alone, so that it is lost or left behind when the connection changes hands. */
export type SessionFeature = 'listen' | 'advisory-lock' | 'session-setting' | 'prepares' | 'temporary';
