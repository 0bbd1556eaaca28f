package io.lorikeet.persistence.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** A key encryption key in a file that only its owner can read, made on first use. */
public final class KeyFile {

  private static final int KEY_SIZE = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private KeyFile() {}

  /**
   * @throws IllegalStateException when others may read the file
   */
  public static KeyEncryptionKey readOrCreate(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        create(file, random);
      }
      refuseIfOpen(file);
      return KeyEncryptionKey.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the key encryption key in " + file, e);
    }
  }

  /** Complete before it has its name; a file that another made meanwhile stays. */
  private static void create(Path file, SecureRandom random) throws IOException {
    var bytes = new byte[KEY_SIZE];
    random.nextBytes(bytes);
    Files.createDirectories(file.toAbsolutePath().getParent());
    var whole =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "kek",
            ".new",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.write(whole, HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException another) {
      return;
    } finally {
      Files.delete(whole);
    }
  }

  private static void refuseIfOpen(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file);
    if (!OWNER.containsAll(permissions)) {
      throw new IllegalStateException(
          "the key encryption key %s may be read or written by others (%s): chmod 600 it, and change it if others were there"
              .formatted(file, PosixFilePermissions.toString(permissions)));
    }
  }
}
