package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Direction;

/** What each command's test says of it. */
final class Commands {

  private Commands() {}

  /** A command down that is these bytes, read and written. */
  static void down(String hex, MacCommand command) {
    same(Direction.DOWN, hex, command);
  }

  /** A command up that is these bytes, read and written. */
  static void up(String hex, MacCommand command) {
    same(Direction.UP, hex, command);
  }

  /** A command that is read as {@code command} although reserved bits are set in it. */
  static void downRead(String hex, MacCommand command) {
    assertThat(MacCommands.parse(Direction.DOWN, Payload.ofHex(hex))).containsExactly(command);
  }

  /** See {@link #downRead}. */
  static void upRead(String hex, MacCommand command) {
    assertThat(MacCommands.parse(Direction.UP, Payload.ofHex(hex))).containsExactly(command);
  }

  private static void same(Direction direction, String hex, MacCommand command) {
    assertThat(MacCommands.parse(direction, Payload.ofHex(hex))).containsExactly(command);
    assertThat(command.encode()).isEqualTo(Payload.ofHex(hex));
    assertThat(command.cid()).isEqualTo(Payload.ofHex(hex).at(0));
  }
}
