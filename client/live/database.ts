/** The browser's own storage, one shelf a database: a shelf added later never waits for another tab to let go of one. */

export type Shelf = (mode: IDBTransactionMode) => IDBObjectStore;

/** Opens the shelf, making it the first time. Throws when the browser refuses. */
export async function openShelf(name: string, shelf: string, keyPath: string): Promise<Shelf> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(shelf, { keyPath });
  };
  const database = await done(opening);
  return (mode) => database.transaction(shelf, mode).objectStore(shelf);
}

/** What a request of the storage answers. */
export function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's storage failed"));
  });
}
