/** libsodium as its makers compile it to WebAssembly; it brings no types. Pointers and sizes in bytes; 64-bit numbers in two halves. */
declare module 'libsodium-sumo' {
  export interface Sodium {
    /** Another one after the memory has grown. */
    readonly HEAPU8: Uint8Array
    /** 0 when there is no room. */
    _malloc(sizeBytes: number): number
    _crypto_auth_hmacsha256_statebytes(): number
    _crypto_auth_hmacsha256_init(state: number, key: number, keyBytes: number): number
    _crypto_auth_hmacsha256_update(state: number, message: number, sizeLow: number, sizeHigh: number): number
    _crypto_auth_hmacsha256_final(state: number, mac: number): number
    _crypto_aead_xchacha20poly1305_ietf_encrypt(
      sealed: number,
      sealedSize: 0,
      content: number,
      sizeLow: number,
      sizeHigh: number,
      label: number,
      labelLow: number,
      labelHigh: number,
      secretNonce: 0,
      nonce: number,
      key: number,
    ): number
    /** 0: it is sound. */
    _crypto_aead_xchacha20poly1305_ietf_decrypt(
      content: number,
      contentSize: 0,
      secretNonce: 0,
      sealed: number,
      sizeLow: number,
      sizeHigh: number,
      label: number,
      labelLow: number,
      labelHigh: number,
      nonce: number,
      key: number,
    ): number
  }
  const load: () => Promise<Sodium>
  export default load
}
