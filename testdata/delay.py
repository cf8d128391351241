# A slow connection: delay.py HOST PORT SECONDS BYTES hands on what it reads to a port and
# back, each after so many seconds, and so many bytes in a second.
import socket,sys,os,threading,time,queue
delay=float(sys.argv[3]); rate=float(sys.argv[4]) if len(sys.argv)>4 else 1e9
s=socket.create_connection((sys.argv[1],int(sys.argv[2])))
def pump(read,write,close):
    q=queue.Queue()
    def w():
        while True:
            t,b=q.get()
            d=t-time.time()
            if d>0: time.sleep(d)
            if not b: close(); return
            write(b); time.sleep(len(b)/rate)
    threading.Thread(target=w).start()
    while True:
        b=read(65536); q.put((time.time()+delay,b))
        if not b: return
def out(b): os.write(1,b)
threading.Thread(target=pump,args=(s.recv,out,lambda: os._exit(0))).start()
pump(lambda n: os.read(0,n), s.sendall, lambda: s.shutdown(socket.SHUT_WR))
