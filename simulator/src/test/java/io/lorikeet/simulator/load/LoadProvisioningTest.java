package io.lorikeet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorikeet.simulator.FakeApi;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.client.NetworkSettings;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadProvisioningTest {

  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void createsDevicesOnceAndGoesOnWhereTheNetworkHeardThem() {
    var key = provisioning(Optional.of(FakeApi.ADMIN_KEY)).applicationKey("");
    var devices = LoadDevices.madeUp(LoadClass.A, 7, 10, 1);

    assertThat(provisioning(Optional.empty()).devices(key, devices, LoadClass.A)).isEqualTo(10);
    assertThat(api.field("dev_addr")).doesNotHaveDuplicates().hasSize(10);
    assertThat(api.field("activation")).containsOnly("abp");

    api.heard(41);
    var again = LoadDevices.madeUp(LoadClass.A, 7, 12, 1);
    assertThat(provisioning(Optional.empty()).devices(key, again, LoadClass.A)).isEqualTo(2);
    assertThat(again.get(0).nextFCnt()).isEqualTo(42);
    assertThat(again.get(11).nextFCnt()).isZero();
  }

  @Test
  void devicesOfClassCAreOthers() {
    var key = provisioning(Optional.of(FakeApi.ADMIN_KEY)).applicationKey("");
    var devices = LoadDevices.madeUp(LoadClass.A, 7, 2, 1);
    var always = LoadDevices.madeUp(LoadClass.C, 7, 2, 1);

    assertThat(provisioning(Optional.empty()).devices(key, devices, LoadClass.A)).isEqualTo(2);
    assertThat(provisioning(Optional.empty()).devices(key, always, LoadClass.C)).isEqualTo(2);
    assertThat(api.field("dev_eui")).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void keepsAKeyThatIsStillGood() {
    var key = provisioning(Optional.of(FakeApi.ADMIN_KEY)).applicationKey("");

    assertThat(provisioning(Optional.empty()).applicationKey(key)).isEqualTo(key);
    assertThatThrownBy(() -> provisioning(Optional.empty()).applicationKey("old"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--key");
  }

  private LoadProvisioning provisioning(Optional<String> adminKey) {
    return new LoadProvisioning(new NetworkClient(new NetworkSettings(api.url(), "")), adminKey);
  }
}
