/** Methods of what a request brings, by name alone, because requests are nobody's tracked type. */
export interface UploadMethods {
  /** Methods that hand the upload to the handler, which then writes it itself: `request.file()`. */
  readonly reads: readonly string[];
  /** Methods that put the upload into a file, which argument 0 names: `photo.mv(path)`. */
  readonly places: readonly string[];
  /** Members that hold the content in memory: `request.file.buffer`. */
  readonly content?: readonly string[];
  /** The member of a request that holds what was uploaded, where it is not `files`. */
  readonly brought?: readonly string[];
  /** Methods of what was brought that give its content, where it is not `read` alone. */
  readonly contents?: readonly string[];
  /** Tracked types of a handler's parameter that is an upload, which the handler then writes itself. */
  readonly types?: readonly string[];
  /** For forms of which a handler takes files: `(await request.formData()).get('photo').arrayBuffer()`. */
  readonly forms?: UploadForms;
}

export interface UploadForms {
  /** Methods of a request that give its form. */
  readonly gives: readonly string[];
  /** Names of types of the language's own that a file of a form has. */
  readonly types: readonly string[];
  /** Methods of such a file that give its content. */
  readonly contents: readonly string[];
}
