/** tinykeys ships its types where this module resolution does not look; these are the two functions we use. */
declare module "tinykeys" {
  export type KeyBindingPress = [mods: string[], key: string | RegExp];
  export function parseKeybinding(text: string): KeyBindingPress[];
  export function matchKeyBindingPress(
    event: Pick<KeyboardEvent, "key" | "code" | "getModifierState">,
    press: KeyBindingPress,
  ): boolean;
}
