import type { Configuration } from 'electron-builder'

/**
 * What makes a package a test build: another name, another identity, another data folder, and a version that no release
 * has and that no release takes for an update. It can be installed beside a release and never in its place.
 *
 * @param version the version it is a test build of
 */
export function testConfiguration(release: Configuration, version: string): Configuration {
  const name = 'grove-test'
  return {
    ...release,
    appId: 'org.example.grove.test',
    productName: 'Grove Test',
    extraMetadata: { name, productName: 'Grove Test', version: `${version}-test`, desktopName: `${name}.desktop` },
    directories: { ...release.directories, output: 'dist/test' },
    linux: { ...release.linux, executableName: name },
    // A test build is installed once, here: quick to make counts for more than quick to fetch.
    deb: {
      ...release.deb,
      compression: 'gz',
      fpm: [`build/linux/grove-mime.xml=/usr/share/mime/packages/${name}.xml`],
    },
  }
}
