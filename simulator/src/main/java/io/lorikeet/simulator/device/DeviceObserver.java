package io.lorikeet.simulator.device;

/** Who wants to know what devices do. Called on the loop. */
public interface DeviceObserver {

  /** Something happened to a device. */
  void onEvent(DeviceEvent event);

  /**
   * A counter of the device changes: the moment to store {@link SimulatedDevice#memory()}, before
   * the frame that uses it is sent.
   */
  void onMemory(SimulatedDevice device);

  /** Nobody. */
  static DeviceObserver none() {
    return new DeviceObserver() {
      @Override
      public void onEvent(DeviceEvent event) {}

      @Override
      public void onMemory(SimulatedDevice device) {}
    };
  }
}
