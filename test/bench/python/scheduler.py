"""Objects that send each other packets through a task scheduler: attribute access, method calls, inheritance."""

import time

IDLE, WORKER, DEVICE_A, DEVICE_B, HANDLER = range(5)


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class State:
    def __init__(self):
        self.pending = False
        self.waiting = False
        self.holding = False

    def waiting_with_packet(self):
        return self.pending and self.waiting and not self.holding

    def blocked(self):
        return self.holding or (not self.pending and self.waiting)


class Task(State):
    def __init__(self, scheduler, ident, priority, queue):
        super().__init__()
        self.scheduler = scheduler
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.pending = queue is not None
        scheduler.tasks.append(self)
        scheduler.table[ident] = self

    def step(self):
        packet = None
        if self.waiting_with_packet():
            packet = self.queue
            self.queue = packet.link
            self.waiting = False
            self.pending = self.queue is not None
        return self.work(packet)

    def add_packet(self, packet, old):
        if self.queue is None:
            self.queue = packet
            self.pending = True
            if self.priority > old.priority:
                return self
        else:
            packet.append_to(self.queue)
        return old

    def work(self, packet):
        raise NotImplementedError

    def wait(self):
        self.waiting = True
        return self

    def hold(self):
        self.scheduler.holds += 1
        self.holding = True
        return None

    def release(self, ident):
        other = self.scheduler.table[ident]
        other.holding = False
        return other if other.priority > self.priority else self

    def send(self, packet):
        target = self.scheduler.table[packet.ident]
        self.scheduler.sent += 1
        packet.link = None
        packet.ident = self.ident
        return target.add_packet(packet, self)


class IdleTask(Task):
    def __init__(self, scheduler, count):
        super().__init__(scheduler, IDLE, 0, None)
        self.control = 1
        self.count = count

    def work(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.hold()
        if self.control & 1 == 0:
            self.control //= 2
            return self.release(DEVICE_A)
        self.control = self.control // 2 ^ 0xD008
        return self.release(DEVICE_B)


class WorkerTask(Task):
    def __init__(self, scheduler, queue):
        super().__init__(scheduler, WORKER, 1000, queue)
        self.destination = HANDLER
        self.letter = 0

    def work(self, packet):
        if packet is None:
            return self.wait()
        self.destination = DEVICE_A if self.destination == HANDLER else HANDLER
        packet.ident = HANDLER
        packet.datum = 0
        for i in range(4):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        return self.send(packet)


class HandlerTask(Task):
    def __init__(self, scheduler, queue):
        super().__init__(scheduler, HANDLER, 2000, queue)
        self.work_queue = None
        self.device_queue = None

    def work(self, packet):
        if packet is not None:
            if packet.kind == "work":
                self.work_queue = packet.append_to(self.work_queue)
            else:
                self.device_queue = packet.append_to(self.device_queue)
        work = self.work_queue
        if work is None:
            return self.wait()
        if work.datum >= 4:
            self.work_queue = work.link
            work.ident = WORKER
            return self.send(work)
        device = self.device_queue
        if device is None:
            return self.wait()
        self.device_queue = device.link
        device.datum = work.data[work.datum]
        device.ident = DEVICE_A if work.datum % 2 else DEVICE_B
        work.datum += 1
        return self.send(device)


class DeviceTask(Task):
    def __init__(self, scheduler, ident, priority):
        super().__init__(scheduler, ident, priority, None)
        self.current = None

    def work(self, packet):
        if packet is None:
            packet = self.current
            if packet is None:
                return self.wait()
            self.current = None
            packet.ident = HANDLER
            return self.send(packet)
        self.current = packet
        return self.hold()


class Scheduler:
    def __init__(self):
        self.tasks = []
        self.table = [None] * 5
        self.holds = 0
        self.sent = 0

    def run(self):
        order = sorted(self.tasks, key=lambda t: -t.priority)
        steps = 0
        while not self.table[IDLE].holding:
            for task in order:
                if not task.blocked():
                    current = task
                    break
            else:
                break
            hops = 0
            while current is not None and not current.blocked() and hops < 10:
                current = current.step()
                hops += 1
            steps += hops
        return steps


def run(count):
    scheduler = Scheduler()
    IdleTask(scheduler, count)
    WorkerTask(scheduler, Packet(Packet(None, WORKER, "work"), WORKER, "work"))
    HandlerTask(scheduler, Packet(Packet(Packet(None, DEVICE_A, "device"), DEVICE_A, "device"), DEVICE_B, "device"))
    DeviceTask(scheduler, DEVICE_A, 4000)
    DeviceTask(scheduler, DEVICE_B, 5000)
    steps = scheduler.run()
    return steps, scheduler.holds, scheduler.sent


start = time.perf_counter()
result = run(60000)
seconds = time.perf_counter() - start
print(result)
print(f"seconds {seconds:.6f}")
