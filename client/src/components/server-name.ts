/** What a server is called: by name, else by number. VirtFusion lets a name be empty. */
export function serverName({ id, name }: { id: number; name: string }): string {
  return name.trim() || `Server ${id}`;
}
