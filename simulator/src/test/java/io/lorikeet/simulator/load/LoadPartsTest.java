package io.lorikeet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorikeet.simulator.DurationConverter;
import io.lorikeet.simulator.StateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

class LoadPartsTest {

  @TempDir Path data;

  @Test
  void findsThePayloadWhereverItIs() {
    var ours = new PayloadFinder("/payload_raw");
    var theirs = new PayloadFinder("/uplink_message/frm_payload");

    assertThat(ours.find(bytes("{\"a\":{\"payload_raw\":1},\"payload_raw\":\"AQI=\",\"b\":[]}")))
        .hasValue(new byte[] {1, 2});
    assertThat(theirs.find(bytes("{\"uplink_message\":{\"x\":1,\"frm_payload\":\"AQI=\"}}")))
        .hasValue(new byte[] {1, 2});
    assertThat(ours.find(bytes("{\"payload\":\"AQI=\"}"))).isEmpty();
    assertThat(ours.find(bytes("{\"payload_raw\":\"***\"}"))).isEmpty();
    assertThat(ours.find(bytes("no json"))).isEmpty();
  }

  @Test
  void knowsAnUplinkByItsFirstEightBytes() {
    var tag = new Tag(-5, 77);

    assertThat(tag.payload(20).size()).isEqualTo(20);
    assertThat(Tag.of(tag.payload(20).toBytes())).hasValue(tag);
    assertThat(Tag.of(new byte[7])).isEmpty();
  }

  @Test
  void percentilesAreValuesThatOccurred() {
    var values = Percentiles.of(IntStream.rangeClosed(1, 1000).toArray());

    assertThat(values.at(50)).isEqualTo(500);
    assertThat(values.at(99)).isEqualTo(990);
    assertThat(values.at(99.9)).isEqualTo(999);
    assertThat(values.max()).isEqualTo(1000);
    assertThat(Percentiles.of(new int[0]).max()).isZero();
  }

  @Test
  void asManyDevicesAsToldHaveTheSameAddress() {
    var devices = LoadDevices.madeUp(LoadClass.A, 3, 10, 4);
    assertThat(devices.stream().map(LoadDevice::devAddr).distinct()).hasSize(3);
    assertThat(devices.get(3).devAddr()).isEqualTo(devices.get(0).devAddr());
    assertThat(devices.get(4).devAddr()).isNotEqualTo(devices.get(0).devAddr());
    assertThat(devices.stream().map(LoadDevice::devEui).distinct()).hasSize(10);
  }

  @Test
  void madeUpDevicesAreTheSameForTheSameSeedAndAllDifferent() {
    var devices = LoadDevices.madeUp(LoadClass.A, 3, 20_000, 1);

    assertThat(devices).extracting(LoadDevice::devAddr).doesNotHaveDuplicates();
    assertThat(devices).extracting(LoadDevice::devEui).doesNotHaveDuplicates();
    assertThat(LoadDevices.madeUp(LoadClass.A, 3, 20_000, 1).get(19_999).keys())
        .isEqualTo(devices.get(19_999).keys());
    assertThat(LoadDevices.madeUp(LoadClass.A, 4, 1, 1).get(0).keys())
        .isNotEqualTo(devices.get(0).keys());
  }

  @Test
  void readsDevicesOfOthers() throws IOException {
    var file = data.resolve("devices.csv");
    var key = "000102030405060708090a0b0c0d0e0f";
    Files.writeString(
        file,
        "dev_eui,dev_addr,nwk_s_key,app_s_key\n0004A30B001C0530,26011BDA,%s,%s\n"
            .formatted(key, key));

    var devices = LoadDevices.read(file);
    assertThat(devices).hasSize(1);
    assertThat(devices.get(0).devAddr()).hasToString("26011bda");
    Files.writeString(file, "0004A30B001C0530,26011BDA\n");
    assertThatThrownBy(() -> LoadDevices.read(file)).hasMessageContaining("expected: 4");
  }

  @Test
  void remembersCountersInAFileOnlyItsOwnerReads() throws IOException {
    var file = new StateFile<>(data.resolve("state.json"), LoadState.class);
    var devices = LoadDevices.madeUp(LoadClass.A, 1, 3, 1);
    devices.get(1).atLeast(17);
    assertThat(file.read()).isEmpty();
    file.write(LoadState.none().withKey("secret").after(devices));

    var again = LoadDevices.madeUp(LoadClass.A, 1, 3, 1);
    var read = file.read().orElseThrow();
    read.restore(again);
    assertThat(again).extracting(LoadDevice::nextFCnt).containsExactly(0L, 17L, 0L);
    assertThat(read.apiKey()).isEqualTo("secret");
    assertThat(read).asString().doesNotContain("secret");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("state.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void measuresItsOwnProcess() {
    var usage = ProcessUsage.of(ProcessHandle.current().pid());

    assertThat(usage).hasValueSatisfying(used -> assertThat(used.cpuSeconds()).isPositive());
    assertThat(usage).hasValueSatisfying(used -> assertThat(used.rssBytes()).isPositive());
    assertThat(ProcessUsage.of(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void refusesTrafficThatMakesNoSense() {
    assertThatThrownBy(() -> shape(10, 2, 3)).hasMessageContaining("copies: 3");
    assertThatThrownBy(() -> shape(0, 2, 2)).hasMessageContaining("devices: 0");
  }

  @Test
  void understandsItsOptions() {
    var command = new LoadCommand();
    new CommandLine(command)
        .parseArgs("--rate", "500", "--devices", "10000", "--duration", "60s", "--copies", "3");

    assertThat(command.options.traffic().measuredUplinks()).isEqualTo(30_000);
    assertThat(command.options.traffic().warmupUplinks()).isEqualTo(2_500);
    assertThat(new DurationConverter().convert("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> new DurationConverter().convert("5"))
        .isInstanceOf(TypeConversionException.class);
  }

  private static Traffic.Shape shape(int devices, int gateways, int copies) {
    return new Traffic.Shape(devices, gateways, copies, 16, 0, 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
