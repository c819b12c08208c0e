import { RemotePersistenceLayer } from '../core/sync/RemotePersistenceLayer'
import { ServerFiles } from '../layers/server/ServerFiles'
import { ServerPersistenceLayer } from '../layers/server/ServerPersistenceLayer'
import type { HomeLayer, LayerOrder } from './HomeLayer'
import { layerIdOf } from './keyringData'

/** A space on a server is the same layer in every home. */
export function makeServerLayer({ entry, open, cipher, files, server }: LayerOrder): HomeLayer {
  const { link, api } = server()
  const remote = new RemotePersistenceLayer({ id: layerIdOf(entry), spaceId: open.id, link, keyId: cipher.keyId })
  const layer = new ServerPersistenceLayer(remote, cipher)
  return {
    layer,
    files: new ServerFiles({ api, spaceId: open.id, files, cipher, environment: open.environment }),
    role: () => layer.role,
    prove: null,
  }
}
