/** A type of the model with its brands taken off, so that tests can write `personId: 456` and `date: '2024-01-02'`. */
export type Plain<T> = T extends { readonly __brand: string }
  ? T extends number
    ? number
    : string
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Plain<T[Key]> }
      : T;
