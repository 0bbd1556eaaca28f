package io.lorikeet.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which everything simulated happens: sockets, timers and tasks. Ten thousand
 * devices on it are ten thousand timers, and nothing they share needs a lock.
 */
public final class EventLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  /**
   * Shorter waits are slept, which is more exact than a selector and gathers what arrives
   * meanwhile: under load one look at the sockets then serves several datagrams.
   */
  private static final long SLEPT = 2_500_000;

  private final SimulatedTime time;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::nanos).thenComparingLong(Timer::number));
  private long timersMade;
  private volatile boolean closed;

  private record Timer(long nanos, long number, Runnable task) {}

  private EventLoop(SimulatedTime time, Selector selector) {
    this.time = time;
    this.selector = selector;
    this.thread = new Thread(this::run, "simulation");
    this.thread.setDaemon(true);
  }

  /** Starts the thread. */
  public static EventLoop start(SimulatedTime time) {
    try {
      var loop = new EventLoop(time, Selector.open());
      loop.thread.start();
      return loop;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public SimulatedTime time() {
    return time;
  }

  /** Simulated nanoseconds since the start. */
  public long now() {
    return time.nanos();
  }

  /** Runs {@code task} on the loop, or here if the loop has ended; from any thread. */
  public void execute(Runnable task) {
    if (Thread.currentThread() == thread) {
      task.run();
      return;
    }
    tasks.add(task);
    selector.wakeup();
    LockSupport.unpark(thread);
    if (!thread.isAlive()) {
      runTasks();
    }
  }

  /** Runs {@code question} on the loop and waits for its answer; from any thread. */
  public <T> T ask(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    execute(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer.join();
  }

  /** Runs {@code task} on the loop at a simulated time; from any thread. */
  public void at(long nanos, Runnable task) {
    execute(() -> timers.add(new Timer(nanos, timersMade++, task)));
  }

  /** Calls {@code readable} on the loop whenever there is something to read. */
  public void register(SelectableChannel channel, Runnable readable) {
    execute(
        () -> {
          try {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, readable);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Ends the thread; timers that are not due yet never run. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    while (!closed) {
      try {
        await();
        runTasks();
        runTimers();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    runTasks();
  }

  private void await() throws IOException {
    long wait = untilNext();
    if (wait >= SLEPT) {
      selector.select(EventLoop::readable, TimeUnit.NANOSECONDS.toMillis(wait));
      return;
    }
    if (wait > 0) {
      LockSupport.parkNanos(wait);
    }
    selector.selectNow(EventLoop::readable);
  }

  private long untilNext() {
    if (!tasks.isEmpty()) {
      return 0;
    }
    var next = timers.peek();
    return next == null ? Long.MAX_VALUE : time.toWall(next.nanos() - now());
  }

  private void runTasks() {
    for (var task = tasks.poll(); task != null; task = tasks.poll()) {
      guarded(task);
    }
  }

  private void runTimers() {
    long now = now();
    while (!timers.isEmpty() && timers.peek().nanos() <= now) {
      guarded(timers.poll().task());
    }
  }

  private static void readable(SelectionKey key) {
    guarded((Runnable) key.attachment());
  }

  /** A mistake in one task must not end the simulation of all others. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A task of the simulation failed", e);
    }
  }
}
