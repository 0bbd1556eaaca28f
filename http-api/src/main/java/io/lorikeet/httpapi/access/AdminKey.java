package io.lorikeet.httpapi.access;

import io.lorikeet.actors.handler.ApplicationCommand.ApiKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/** The key that may do everything. Only its hash is kept, in memory and in the data directory. */
public final class AdminKey {

  /** Holds the hash of a generated key; belongs into the data directory. */
  public static final String FILE = "admin-key.sha256";

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final String hash;
  private final Optional<String> generated;
  private final Optional<String> ofThisProcess;

  private AdminKey(String hash, Optional<String> generated) {
    this(hash, generated, Optional.empty());
  }

  private AdminKey(String hash, Optional<String> generated, Optional<String> ofThisProcess) {
    this.hash = hash;
    this.generated = generated;
    this.ofThisProcess = ofThisProcess;
  }

  /** The same, and besides it a key that a part of this process uses and nobody else knows. */
  public AdminKey alsoAccepting(String keyOfThisProcess) {
    return new AdminKey(hash, generated, Optional.of(ApiKey.hash(keyOfThisProcess)));
  }

  /** A key that the operator chose. */
  public static AdminKey of(String key) {
    if (key.isBlank()) {
      throw new IllegalArgumentException("admin key: blank (expected: a long random text)");
    }
    return new AdminKey(ApiKey.hash(key.strip()), Optional.empty());
  }

  /**
   * The configured key, else the one of an earlier start, else a new one.
   *
   * @param configured from {@code LORIKEET_ADMIN_KEY}
   * @throws IOException when the file with the hash cannot be read or written
   */
  public static AdminKey load(Optional<String> configured, Path dataDirectory, SecureRandom random)
      throws IOException {
    if (configured.isPresent() && !configured.get().isBlank()) {
      return of(configured.get());
    }
    var file = dataDirectory.resolve(FILE);
    return Files.exists(file) ? read(file) : generate(file, random);
  }

  private static AdminKey read(Path file) throws IOException {
    var hash = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (!HASH.matcher(hash).matches()) {
      throw new IOException(
          file
              + " does not hold the hash of an admin key (expected: 64 hex digits); remove it to"
              + " have a new key generated");
    }
    return new AdminKey(hash, Optional.empty());
  }

  private static AdminKey generate(Path file, SecureRandom random) throws IOException {
    var key = Secrets.adminKey(random);
    var hash = ApiKey.hash(key);
    Files.createDirectories(file.toAbsolutePath().getParent());
    // Moved into place complete: a start that dies here leaves no half-written hash behind.
    var temporary = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".tmp");
    try {
      if (temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(temporary, hash + "\n", StandardCharsets.US_ASCII);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return new AdminKey(hash, Optional.of(key));
  }

  /** The key, when it was generated just now; to be printed once and nowhere kept. */
  public Optional<String> toPrint() {
    return generated;
  }

  /** Takes the same time whatever is presented. */
  boolean matches(String presented) {
    var presentedHash = ApiKey.hash(presented);
    boolean own = equal(hash, presentedHash);
    boolean process = ofThisProcess.isPresent() && equal(ofThisProcess.get(), presentedHash);
    return own || process;
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "AdminKey[hidden]";
  }
}
