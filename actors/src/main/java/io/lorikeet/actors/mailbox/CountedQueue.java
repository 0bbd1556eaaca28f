package io.lorikeet.actors.mailbox;

import akka.actor.ActorRef;
import akka.dispatch.AbstractNodeQueue;
import akka.dispatch.Envelope;
import akka.dispatch.MessageQueue;
import akka.dispatch.UnboundedMessageQueueSemantics;
import java.util.concurrent.atomic.LongAdder;

/** The messages that wait for one entity, counted together with those of all of its kind. */
final class CountedQueue extends AbstractNodeQueue<Envelope>
    implements MessageQueue, UnboundedMessageQueueSemantics {

  private static final long serialVersionUID = 1;

  private final transient LongAdder ofItsKind;

  CountedQueue(LongAdder ofItsKind) {
    this.ofItsKind = ofItsKind;
  }

  @Override
  public void enqueue(ActorRef receiver, Envelope message) {
    ofItsKind.increment();
    add(message);
  }

  @Override
  public Envelope dequeue() {
    var next = poll();
    if (next != null) {
      ofItsKind.decrement();
    }
    return next;
  }

  @Override
  public int numberOfMessages() {
    return count();
  }

  @Override
  public boolean hasMessages() {
    return !isEmpty();
  }

  @Override
  public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
    for (var left = dequeue(); left != null; left = dequeue()) {
      deadLetters.enqueue(owner, left);
    }
  }
}
