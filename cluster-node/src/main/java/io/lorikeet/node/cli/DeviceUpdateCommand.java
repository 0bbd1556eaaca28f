package io.lorikeet.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code lorikeet device update}. */
@Command(name = "update", description = "Changes what the options name and leaves the rest.")
final class DeviceUpdateCommand implements Callable<Integer> {

  @Mixin DeviceArgument device;
  @Mixin DeviceSettings settings;
  @Mixin ApiOptions api;

  @Override
  public Integer call() {
    var body = ApiClient.object();
    settings.writeTo(body);
    if (body.isEmpty()) {
      throw api.wrong("Nothing to change: give what is to be different, such as --name.");
    }
    var changed = DeviceKeys.hide(api.client().patch(device.path(), body));
    api.output().done("Changed device " + device + ".", changed);
    return ExitCode.OK;
  }
}
