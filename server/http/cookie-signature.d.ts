/** The package that express-session signs with brings no types. */
declare module "cookie-signature" {
  /** The value that was signed, or false when the signature is not ours. */
  export function unsign(signed: string, secret: string): string | false;
}
