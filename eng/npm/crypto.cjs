// Node 18, which Debian 12 has, offers no global crypto, and Go's WebAssembly support needs one.
globalThis.crypto ??= require("node:crypto").webcrypto;
