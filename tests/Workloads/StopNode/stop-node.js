// stop-node.js
//
// Ends in order at SIGINT (Ctrl-C) and SIGHUP, which is what libuv makes of CTRL_CLOSE_EVENT. For log-off and shutdown libuv
// has no signal: Node.js ends at once (https://docs.libuv.org/en/latest/signal.html). Says "ready", the signal's name,
// "ending"; exit code 0.
'use strict';

for (const signal of ['SIGINT', 'SIGHUP']) {
    process.on(signal, () => {
        console.log(signal);
        setTimeout(() => {
            console.log('ending');
            process.exit(0);
        }, 1000);
    });
}
setTimeout(() => process.exit(99), 60000);
console.log('ready');
