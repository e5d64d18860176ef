/** Imports a package as a module of this folder does: from bench/peers/node_modules. @param {string} name */
export const importPeer = (name) => import(name);
