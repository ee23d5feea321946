/** The look of the rehearsal network's pages. An account is dressed as what it wears: shape, colour and weight, no marks. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#f6f3ee;--card:#fff;--ink:#15120e;--mid:#655d52;--line:#e4ddd2;--tint:#8a5a00;--wash:#efe7d8;
--bluesky:#0a66d8;--x:#15120e}
@media (prefers-color-scheme:dark){:root{--paper:#100e0b;--card:#171410;--ink:#f5f3ed;--mid:#a8a198;--line:#2c2823;--tint:#e8c07a;
--wash:#241e14;--bluesky:#6fb1ff;--x:#f5f3ed}}
*{box-sizing:border-box;margin:0}
body{background:var(--paper);color:var(--ink);font:400 16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;padding:0 16px 64px}
main,.top>div{max-width:600px;margin:0 auto}
.top{background:var(--wash);color:var(--tint);font-size:14px;margin:0 -16px 32px;padding:10px 16px}
.top a{color:inherit}.top div{display:flex;gap:4px 16px;justify-content:space-between;flex-wrap:wrap}
h1{font-size:26px;line-height:1.2;letter-spacing:-.02em;font-weight:700;text-wrap:balance;margin-bottom:16px}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;margin-bottom:12px;
display:grid;grid-template-columns:44px minmax(0,1fr);gap:0 12px}
.face{width:44px;height:44px;display:grid;place-items:center;font-weight:700;font-size:17px;color:var(--card);background:var(--look);
border-radius:50%;text-decoration:none;text-transform:uppercase}
.bluesky{--look:var(--bluesky)}.x{--look:var(--x)}.rehearsal{--look:var(--tint)}
.who{display:flex;gap:0 8px;align-items:baseline;flex-wrap:wrap;line-height:1.3}
.who a{color:var(--ink);text-decoration:none;overflow-wrap:anywhere}.who a:hover{text-decoration:underline}
.who b{font-weight:700}.who .as{font-size:14px;color:var(--mid)}.who time{font-size:14px;color:var(--mid);font-variant-numeric:tabular-nums}
.who .when{margin-left:auto}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin-top:4px}.text a,.text i{color:var(--look);font-style:normal;text-decoration:none}
.x .text a,.x .text i{color:#1a6fb0}
@media (prefers-color-scheme:dark){.x .text a,.x .text i{color:#6cb8f0}}
@media (max-width:480px){.who .when{margin-left:0}}
.alone{padding:20px}.alone .text{font-size:20px;line-height:1.45;margin-top:10px}
figure{margin:12px 0 0}figure img{display:block;width:100%;height:auto;max-height:620px;object-fit:contain;background:var(--wash);
border:1px solid var(--line);border-radius:12px}
figcaption{font-size:14px;color:var(--mid);margin-top:6px}figcaption b{font-size:11px;letter-spacing:.04em;border:1px solid var(--line);
border-radius:4px;padding:1px 5px;margin-right:6px;font-weight:600;color:var(--ink)}
dl{grid-column:1/-1;display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 16px;border-top:1px solid var(--line);
margin-top:16px;padding-top:12px;font-size:14px}dt{color:var(--mid)}dd{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.none{color:var(--mid);border:1px dashed var(--line);border-radius:12px;padding:32px 16px;text-align:center}
a:focus-visible{outline:2px solid var(--look,var(--tint));outline-offset:2px;border-radius:4px}`;
