package io.lorikeet.node.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.DeviceObserver;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.forwarder.Emission;
import io.lorikeet.simulator.forwarder.GatewayObserver;
import io.lorikeet.simulator.forwarder.Reception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Writes down what devices, gateways and the subscriber see. */
final class Witness {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** From the earliest to the latest moment that an answer may be sent. */
  private static final long CROSSING_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final EventLoop loop;
  private final Population population;
  private final Map<InetSocketAddress, Integer> nodes;
  private final Map<DevEui, Integer> indices = new HashMap<>();
  private final Incidents incidents;
  private final Uplinks uplinks;
  private final JoinProbe joins;
  private final Recordings recordings;
  private final Answers answers = new Answers();
  private final Map<Integer, Long> latest = new HashMap<>();
  private final Map<Integer, Long> previous = new HashMap<>();
  private final AtomicLong downlinks = new AtomicLong();

  /**
   * @param nodes the number of the node that takes gateways at an address
   */
  Witness(
      EventLoop loop,
      Population population,
      Map<InetSocketAddress, Integer> nodes,
      Incidents incidents,
      JoinProbe joins,
      Recordings recordings) {
    this.loop = loop;
    this.population = population;
    this.nodes = Map.copyOf(nodes);
    this.incidents = incidents;
    this.uplinks = new Uplinks(incidents);
    this.joins = joins;
    this.recordings = recordings;
    population.devices().forEach(its -> indices.put(its.devEui(), indices.size()));
  }

  Uplinks uplinks() {
    return uplinks;
  }

  Answers answers() {
    return answers;
  }

  /** How many of the application's downlinks devices have heard. */
  long downlinks() {
    return downlinks.get();
  }

  DeviceObserver ofDevices() {
    return new DeviceObserver() {
      @Override
      public void onEvent(DeviceEvent event) {
        onDevice(event);
      }

      @Override
      public void onMemory(SimulatedDevice device) {}
    };
  }

  GatewayObserver ofGateways() {
    return new GatewayObserver() {
      @Override
      public void onAcknowledged(Reception reception, InetSocketAddress server) {
        onReceipt(reception, nodes.get(server));
      }

      @Override
      public void onEmission(Emission emission) {
        joins.check(emission);
        onDownlink(emission);
      }
    };
  }

  private void onDevice(DeviceEvent event) {
    int device = indices.get(event.device());
    if (event instanceof DeviceEvent.UplinkSent sent) {
      uplinks.sent(new Uplinks.Key(device, sent.fCnt()), loop.now());
      if (sent.confirmed()) {
        answers.asked(event.device());
      }
    } else if (event instanceof DeviceEvent.DownlinkReceived received) {
      answers.answered(event.device(), received.window());
      downlinks.addAndGet(received.payload().isEmpty() ? 0 : 1);
    } else if (event instanceof DeviceEvent.UplinkAcknowledged acknowledged) {
      uplinks.acknowledged(new Uplinks.Key(device, acknowledged.fCnt()));
    } else if (event instanceof DeviceEvent.Violation violation) {
      incidents.add(kind(violation, device), loop.now(), violation.toString());
    }
  }

  private void onDownlink(Emission emission) {
    if (PhyPayload.parse(emission.request().phy()) instanceof DataFrame frame) {
      population
          .index(frame.devAddr())
          .ifPresent(
              device -> {
                previous.put(device, latest.getOrDefault(device, Long.MIN_VALUE / 2));
                latest.put(device, emission.startNanos());
              });
    }
  }

  /**
   * The answer to somebody's repetition of a frame, in RX2, and the answer to the device's next
   * frame, in RX1, may go on the air in the other order; each has a counter of its own.
   */
  private Incident.Kind kind(DeviceEvent.Violation violation, int device) {
    boolean crossed =
        violation instanceof DeviceEvent.CounterWentBack
            && loop.now() - previous.getOrDefault(device, Long.MIN_VALUE / 2) < CROSSING_NANOS;
    return crossed ? Incident.Kind.F_CNT_DOWN_CROSSED : Incident.Kind.F_CNT_DOWN_REUSED;
  }

  private void onReceipt(Reception reception, int node) {
    if (PhyPayload.parse(reception.phy()) instanceof DataFrame frame) {
      population
          .index(frame.devAddr())
          .ifPresent(
              device -> {
                uplinks.received(new Uplinks.Key(device, frame.fCnt16()), node, loop.now());
                recordings.add(reception);
              });
    }
  }

  /** A message of the subscriber. */
  void onMessage(String topic, byte[] content) {
    if (!topic.endsWith("/up")) {
      return;
    }
    try {
      var message = JSON.readTree(content);
      var device = population.index(message.path("dev_id").asText());
      var payload = Payload.of(Base64.getDecoder().decode(message.path("payload_raw").asText()));
      device.ifPresent(
          index ->
              uplinks.delivered(
                  new Uplinks.Key(index, message.path("counter").asLong()),
                  Traffic.tag(payload.toBytes()),
                  message.path("uplink_id").asText(),
                  loop.now()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
